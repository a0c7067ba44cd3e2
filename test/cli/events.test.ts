import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lab, startLab } from '../../src/lab/lab.ts';
import { eventSchema, eventSchemas } from '../../src/report/ndjson/event-schema.ts';
import { Desk } from './in-process.ts';

const playbook = `
name: All that there is
hosts: all
vars: { here: "echo made >made.txt" }
stages:
  - name: Make
    local: "{{{here}}}"
  - transfer: { src: made.txt, dest: made.txt }
  - name: With facts
    when: facts.cpus > 0
    exec: echo {{facts.hostname}}; echo no >&2
  - name: Once more
    exec: test -e tried || { touch tried; exit 3; }
    retry: { attempts: 2, delay: 100ms }
  - { name: Secret, exec: echo hush, secret: true }
  - { name: Fails, hosts: w1, exec: exit 7 }
  - name: Repair
    hosts: w1
    register: repair
    when: results.fails.outcome == 'failed'
    exec: "true"
  - rollout: { waves: [1, 100%] }
    stages: [{ name: Swap, exec: "true" }]
    on-failure: [{ name: Back, exec: "true" }]
  - assert: { success-rate: 100 }
    continue-on-error: true
`.replace('exec: exit 7 }', 'exec: exit 7, register: fails }');

const rebooting = `
hosts: all
stages:
  - reboot: {}
  - wait-online: {}
`;

/** The published schema, and no key besides: what it does not have is not documented. */
const isPublished: ValidateFunction = new Ajv({ strict: false, discriminator: false }).compile(
  strictly(eventSchema),
);

function strictly(schema: unknown): object {
  return JSON.parse(JSON.stringify(schema), (_, value) =>
    value?.type === 'object' ? { ...value, additionalProperties: false } : value,
  );
}

let lab: Lab;
let desk: Desk;
const seen = new Set<string>();

beforeAll(async () => {
  lab = await startLab({ hosts: ['w1', 'w2'] });
  desk = new Desk({ 'inventory.yml': lab.inventory(), 'playbook.yml': playbook, 'reboot.yml': rebooting });
});
afterAll(async () => {
  await lab[Symbol.asyncDispose]();
  desk[Symbol.dispose]();
});

/** Those of a text, each held against the schema. */
function checked(text: string) {
  const events = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  for (const event of events) {
    seen.add(event.type);
    expect(isPublished(event), `${JSON.stringify(event)}\n${JSON.stringify(isPublished.errors)}`).toBe(true);
  }
  return events;
}

describe('the events of runs', () => {
  it('are as their schema says, and as docs/events.md does, which is made of it', async () => {
    const { stdout, code } = await desk.call(['playbook.yml', '-i', 'inventory.yml', '--output', 'json']);
    const events = checked(stdout);
    expect({ code, last: events.at(-1).type }).toEqual({ code: 0, last: 'run-ended' });
    expect(events[0].playbook.path).toBe(join(desk.directory, 'playbook.yml'));
    expect(events.filter(({ isRecovery }) => isRecovery)).toHaveLength(1);
  });

  it('are the same of a run that goes on after a kill', async () => {
    const runs = join(desk.directory, '.local/state/aeon-run/runs');
    const journal = join(runs, readdirSync(runs).at(-1) ?? '', 'journal.ndjson');
    const lines = readFileSync(journal, 'utf8').split('\n');
    const cut = lines.findIndex((line) => line.includes('"type":"stage-ended","stage":"5"'));
    expect(cut).toBeGreaterThan(0);
    writeFileSync(journal, `${lines.slice(0, cut).join('\n')}\n`);
    const { stdout, stderr } = await desk.call(['resume', 'last', '--output', 'json', '--accept-changes']);
    expect(checked(stdout).at(-1).type, stderr).toBe('run-ended');
    checked(readFileSync(journal, 'utf8'));
  });

  it('are the same of a rehearsal', async () => {
    const call = ['simulate', 'reboot.yml', '-i', 'inventory.yml', '--output', 'json'];
    expect(checked((await desk.call(call)).stdout)[0].rehearsal).toEqual({ seed: 0 });
  });

  it('were all seen here', () => {
    expect([...seen].sort()).toEqual(Object.keys(eventSchemas).sort());
  });
});
