import { type Static, Type } from 'typebox';
import { factsRule } from './facts-rule.ts';
import { connectFailure, distribution, hostPattern, output, share } from './parts.ts';

const closed = { additionalProperties: false };

const hostRule = Type.Object(
  {
    hosts: Type.Optional(hostPattern),
    latency: Type.Optional(
      distribution({ description: 'A round trip; drawn once for each host.', default: '5ms' }),
    ),
    login: Type.Optional(
      distribution({ description: 'How long a login takes beside its round trips.', default: '60ms' }),
    ),
    bandwidth: Type.Optional(
      Type.String({
        pattern: '^\\d+(\\.\\d+)? ?[kMG]?B/s$',
        'x-form': 'a number with kB/s, MB/s or GB/s',
        description: 'How fast files go there.',
        default: '10 MB/s',
        examples: ['500 kB/s'],
      }),
    ),
    down: Type.Optional(connectFailure({ description: 'The host is down from first to last.' })),
    'connect-fails': Type.Optional(connectFailure({ description: 'Some connections fail, others do not.' })),
    'login-rejected': Type.Optional(
      Type.Union([Type.Boolean(), share()], {
        description: 'The host takes no credential of ours: always, or so likely.',
        default: false,
        examples: [true, '2%'],
      }),
    ),
    flapping: Type.Optional(
      Type.Object(
        {
          up: distribution({ description: 'How long it can be reached.' }),
          down: distribution({ description: 'How long it cannot; links that are open then break.' }),
          as: Type.Optional(
            Type.Enum(['refused', 'timeout', 'no-route'], {
              description: 'How a connection fails meanwhile.',
              default: 'timeout',
            }),
          ),
        },
        { ...closed, description: 'The host comes and goes, again and again.' },
      ),
    ),
    'link-lost': Type.Optional(
      share({ description: 'How likely the link breaks during a command or a transfer.', default: '0%' }),
    ),
    'disk-full': Type.Optional(
      share({ description: 'How likely a transfer meets a full disk.', default: '0%' }),
    ),
    sudo: Type.Optional(
      Type.Enum(['works', 'rejects', 'missing'], {
        description: 'What sudo does (or doas, or su): it may reject the password, or not be there.',
        default: 'works',
      }),
    ),
    facts: Type.Optional(factsRule),
    reboot: Type.Optional(
      Type.Object(
        {
          takes: Type.Optional(
            distribution({ description: 'From the command until logins work again.', default: '40s' }),
          ),
          'never-returns': Type.Optional(
            share({ description: 'How likely it stays away for good.', default: '0%' }),
          ),
          'keeps-boot-id': Type.Optional(
            share({
              description: 'How likely the host is back without having rebooted.',
              default: '0%',
            }),
          ),
        },
        { ...closed, description: 'How the host reboots.' },
      ),
    ),
  },
  { ...closed, description: 'What some hosts are like.' },
);

const commandRule = Type.Object(
  {
    hosts: Type.Optional(hostPattern),
    stage: Type.Optional(
      Type.String({
        minLength: 1,
        description: 'The name or number of a stage; * and ? match as in file names.',
        examples: ['Install*'],
      }),
    ),
    command: Type.Optional(
      Type.String({
        minLength: 1,
        description: 'The text of a command; * and ? match as in file names, /…/ is a regular expression.',
        examples: ['*install.sh*', '/systemctl (re)?start/'],
      }),
    ),
    takes: Type.Optional(distribution({ description: 'How long it runs.', default: '1s' })),
    exit: Type.Optional(
      Type.Record(Type.String(), share(), {
        propertyNames: {
          pattern: '^([1-9]|[1-9]\\d|1\\d\\d|2[0-4]\\d|25[0-5])$',
          'x-form': 'an exit code from 1 to 255, in quotes',
        },
        description: 'Exit codes and how likely each is; the rest is 0.',
        default: {},
        examples: [{ 1: '2%', 75: '0.5%' }],
      }),
    ),
    'fails-first': Type.Optional(
      Type.Integer({
        minimum: 0,
        description:
          'How often it fails on each host, with the first of the exit codes or 1, before it works.',
        default: 0,
        examples: [1],
      }),
    ),
    stdout: Type.Optional(
      output({
        description:
          'What it writes when it works, or by exit code what it writes then. Unless told nothing, and `rehearsed` where the stage registers it.',
        examples: ['1.4.2', { 0: 'active', 3: 'inactive' }],
      }),
    ),
    stderr: Type.Optional(
      output({
        description: 'What it writes when it fails, or by exit code what it writes then.',
        examples: ['E: Could not get lock'],
      }),
    ),
    'link-lost': Type.Optional(
      share({ description: 'As for hosts, for these commands; the larger one counts.', default: '0%' }),
    ),
    'survives-kill': Type.Optional(
      share({ description: 'How likely it lives on when a timeout or a cancel ends it.', default: '0%' }),
    ),
    reboots: Type.Optional(
      Type.Boolean({
        description: 'The host reboots when the command has ended. Reboot stages and plain "reboot" do.',
      }),
    ),
  },
  { ...closed, description: 'How some commands go.' },
);

/** What can go wrong in a rehearsal. `schemas/simulation.schema.json` is made from it. */
export const modelSchema = Type.Object(
  {
    seed: Type.Optional(
      Type.Integer({ minimum: 0, description: 'Decides all chance, unless --seed does.', default: 0 }),
    ),
    hosts: Type.Optional(
      Type.Array(hostRule, {
        description:
          'What hosts are like. Where several rules are about one host, the last one counts, key by key.',
      }),
    ),
    commands: Type.Optional(
      Type.Array(commandRule, {
        description: 'How commands go. Where several rules are about one, the last one counts, key by key.',
      }),
    ),
  },
  { ...closed, title: 'aeon-run simulation model' },
);

export type WrittenModel = Static<typeof modelSchema>;
export type HostRule = Static<typeof hostRule>;
export type CommandRule = Static<typeof commandRule>;
