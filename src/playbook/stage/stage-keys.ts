import { type Static, Type } from 'typebox';
import { duration, positiveDuration } from '../../document/schema/blocks.ts';
import { varNames } from '../../document/var-name.ts';

/** How often and how far apart a task is tried. */
export const retrySchema = Type.Object(
  {
    attempts: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 100,
        default: 3,
        description: 'Tries in all, the first one counted.',
      }),
    ),
    delay: Type.Optional(duration({ default: '5s', description: 'The pause between two tries.' })),
  },
  {
    additionalProperties: false,
    description:
      'How often to try. What failed before the command began is tried again in any case; a non-zero exit code only where retry is written. A host whose command may have run is not tried again unless the stage is idempotent.',
    examples: [{ attempts: 3, delay: '5s' }],
  },
);

/** `true`, or whom to become. */
export const becomeSchema = Type.Union(
  [
    Type.Boolean(),
    Type.Object(
      { user: Type.String({ minLength: 1, description: 'The user on the host.', examples: ['postgres'] }) },
      { additionalProperties: false },
    ),
  ],
  {
    description:
      'Runs the stage as another user through sudo, or the method that the inventory names (doas, su): true is root (or the user that the inventory names), { user: … } is someone else.',
    default: false,
    examples: [true, { user: 'postgres' }],
  },
);

export const concurrencySchema = Type.Integer({
  minimum: 1,
  maximum: 10_000,
  default: 10,
  description: 'How many hosts are worked on side by side.',
  examples: [20],
});

/** --tags has commas between several. */
const tag = Type.String({
  pattern: '^[^,\\s]([^,]*[^,\\s])?$',
  'x-form': 'a word without commas; several are a list',
});

/** Of one attempt. */
export const timeoutSchema = positiveDuration({
  default: '30m',
  description:
    'How long one attempt on one host may take. Then all that it started is ended. Beside reboot, wait-online and wait-for it is their own, 5m unless told.',
});

const pattern = Type.String({
  minLength: 1,
  'x-advice': 'Write the names of hosts or groups, or all for every host.',
});

export const hostsSchema = Type.Union([pattern, Type.Array(pattern, { minItems: 1 })], {
  description:
    'Which hosts: names, groups, globs, web[1-20], unions a,b, intersections a:&b, differences a:!b; or a list of them. A name that matches nothing is an error.',
  examples: ['all', 'workers', 'workers:!w3', 'web[1-20]'],
});

export const varsSchema = Type.Record(Type.String(), Type.Unknown(), {
  propertyNames: varNames,
  description: 'Variables for {{ }} and when. They may use other variables.',
  examples: [{ release: '1.4.2' }],
});

/** Keys of every stage. */
export const stageKeys = {
  name: Type.Optional(
    Type.String({
      minLength: 1,
      description: 'What the stage is for, as the log shows it.',
      examples: ['Install the agent'],
    }),
  ),
  tags: Type.Optional(
    Type.Union([tag, Type.Array(tag)], {
      description: 'Words by which --tags and --skip-tags choose stages.',
      examples: [['install', 'agent']],
    }),
  ),
  'continue-on-error': Type.Optional(
    Type.Boolean({
      default: false,
      description: 'Hosts that fail here stay in the run; an assert that does not hold does not stop it.',
    }),
  ),
};

/** Keys of stages that run on hosts. */
export const hostStageKeys = {
  hosts: Type.Optional(hostsSchema),
  when: Type.Optional(
    Type.String({
      minLength: 1,
      description:
        'A CEL expression; the stage runs on the hosts for which it is true. It sees the variables, host, facts and the results of earlier stages.',
      examples: ["results.check.outcome == 'failed'", "role == 'manager' && release != '1.0'"],
    }),
  ),
  retry: Type.Optional(retrySchema),
  until: Type.Optional(
    Type.String({
      minLength: 1,
      description:
        'A CEL expression over result, the attempt that has just ended. It is tried again, as often as retry says (3 times unless told), until it is true; if it never is, the host has failed with until_not_met.',
      examples: ["result.stdout.contains('ready')"],
    }),
  ),
  'failed-when': Type.Optional(
    Type.String({
      minLength: 1,
      description:
        'A CEL expression over result. Where a command came to its end it decides whether that is a failure, in place of the exit code.',
      examples: ["result.exit_code > 1 || result.stderr.contains('FATAL')"],
    }),
  ),
  'changed-when': Type.Optional(
    Type.String({
      minLength: 1,
      description: 'A CEL expression over result that says whether something was changed on the host.',
      examples: ["!result.stdout.contains('already')", 'false'],
    }),
  ),
  timeout: Type.Optional(timeoutSchema),
  concurrency: Type.Optional(concurrencySchema),
  become: Type.Optional(becomeSchema),
  register: Type.Optional(
    Type.String({
      pattern: '^(?!constructor$|hasOwnProperty$|toString$|valueOf$)[A-Za-z_][A-Za-z0-9_]*$',
      'x-form': 'letters, digits and _, not a digit first, and no name that all objects have',
      description: 'Later stages see this one as results.NAME: outcome, exit_code, stdout, stderr and more.',
      examples: ['install'],
    }),
  ),
  idempotent: Type.Optional(
    Type.Boolean({
      default: false,
      description:
        'Running it twice does no harm, so it may be tried again where nobody knows whether it ran.',
    }),
  ),
  vars: Type.Optional(varsSchema),
  secret: Type.Optional(
    Type.Boolean({ default: false, description: 'What it prints is neither shown nor kept.' }),
  ),
};

export type Retry = Static<typeof retrySchema>;
export type Become = Static<typeof becomeSchema>;

/** What an `include` may say: all but its name is for the stages that it brings. */
export const includeKeys: readonly string[] = ['name', 'tags', 'hosts', 'when', 'become', 'vars'];

/** What a `rollout` has beside them: lists of stages, each of them checked as that of a whole playbook is. */
export const nestedStages = {
  stages: Type.Optional(stagesBelow('stages', 'The stages of a rollout, which run once for each wave.')),
  'on-failure': Type.Optional(
    stagesBelow(
      'on-failure',
      'Stages that run on the hosts of a wave when it has failed, before the rollout stops.',
    ),
  ),
};

export type NestedKey = keyof typeof nestedStages;

function stagesBelow(key: string, description: string) {
  const advice = `Write the stages below ${key}:, each begins with a dash: - exec: uptime.`;
  return Type.Array(Type.Unknown(), { minItems: 1, 'x-advice': advice, description });
}
