import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Type } from 'typebox';
import type { RunEvent } from '../../src/events/events.ts';
import type { Host } from '../../src/inventory/host/host.ts';
import type { Plan, PlannedFleetStage, PlannedHostStage, PlannedStage } from '../../src/plan/plan.ts';
import { TaskFailure } from '../../src/result/task-failure.ts';
import type { TaskResult } from '../../src/result/task-result.ts';
import { systemClock } from '../../src/run/clock.ts';
import { execute } from '../../src/run/execute.ts';
import { readJournal } from '../../src/run/journal/journal-reader.ts';
import { makeRunDirectory } from '../../src/run/journal/run-directory.ts';
import { makeResumption } from '../../src/run/resume/resumption.ts';
import { realSurroundings, type Surroundings } from '../../src/run/surroundings.ts';
import { defineHostStage } from '../../src/stages/stage.ts';
import { ask } from '../../src/stages/step.ts';
import type { Connection } from '../../src/transport/transport.ts';
import { localTransport } from './local-transport.ts';

/** A stage kind of the tests' own: one command, as `exec` does it. */
export const commandKind = defineHostStage({
  scope: 'host',
  name: 'command',
  summary: 'Runs a command.',
  schema: Type.String(),
  examples: [],
  describe: (args) => args,
  *run({ args }) {
    const end = yield* ask({ kind: 'command', command: args });
    if (end.kind === 'link-lost') throw new TaskFailure('link_lost', 'lost');
    if (end.exitCode === 0) return end;
    throw new TaskFailure('exit_code', `exit code ${end.exitCode}`, end);
  },
});

export function hostStage(
  command: string | ((host: string) => string),
  hosts: readonly string[],
  more: Partial<PlannedHostStage> = {},
): PlannedHostStage {
  const text = typeof command === 'string' ? () => command : command;
  return {
    scope: 'host',
    kind: commandKind,
    id: '1',
    name: 'A stage',
    place: { file: 'playbook.yml', line: 1, column: 1 },
    hosts: hosts.map(host),
    concurrency: 10,
    retry: { attempts: 3, delayMs: 1, isAsked: false },
    continueOnError: false,
    isIdempotent: false,
    isSecret: false,
    rawInsertions: [],
    prepare: ({ name }) => ({ args: text(name), description: text(name), timeoutMs: 20_000 }),
    ...more,
  };
}

/** Of a condition that looks neither at outputs nor at facts. */
export const looksAtNothing = { usesOutput: false, usesFacts: false } as const;

export function assertStage(percent: number, more: Partial<PlannedFleetStage> = {}): PlannedFleetStage {
  return {
    scope: 'fleet',
    kind: {
      scope: 'fleet',
      name: 'assert',
      summary: '',
      schema: Type.Any(),
      examples: [],
      describe: () => '',
      judges: () => undefined,
      judge: (_, { tally }) => ({
        isGood: tally.ok * 100 >= percent * tally.planned,
        sentence: `${tally.ok} of ${tally.planned}`,
      }),
    },
    id: '2',
    name: 'Enough',
    place: { file: 'playbook.yml', line: 9, column: 1 },
    args: {},
    continueOnError: false,
    judgedStages: ['1'],
    ...more,
  };
}

function host(name: string): Host {
  const settings = { address: name, port: 22, user: 'pi', hostKeys: 'off', knownHosts: [] } as const;
  return { name, groups: ['all'], settings, vars: {}, origins: new Map() };
}

export interface EngineOptions {
  readonly refuses?: readonly string[];
  readonly signal?: AbortSignal;
  readonly secret?: string;
  readonly onEvent?: (event: RunEvent) => void;
  /** The directory of a run of the same stages, to go on with it. */
  readonly resumes?: string;
  /** Puts files beside the playbook. */
  readonly onRoot?: (root: string) => void;
  /** In the place of each connection. */
  readonly connection?: (connection: Connection) => Connection;
  /** In the place of what a run takes from this machine. */
  readonly surroundings?: Partial<Surroundings>;
}

/** Runs the stages with commands executed here, in a home directory a host. Stages get the ids 1, 2, … */
export async function runStages(stages: readonly PlannedStage[], options: EngineOptions = {}) {
  const { resumes } = options;
  const root =
    resumes === undefined ? mkdtempSync(join(tmpdir(), 'aeonrun-engine-')) : join(resumes, '../..');
  const numbered = stages.map((stage, index) => ({ ...stage, id: String(index + 1) }));
  const names = new Set(
    numbered.flatMap((stage) => (stage.scope === 'host' ? stage.hosts : [])).map(({ name }) => name),
  );
  const plan: Plan = {
    playbook: { path: join(root, 'playbook.yml'), name: 'Test', sha256: '0' },
    inventories: [],
    hosts: [...names].map(host),
    stages: numbered,
    leftOut: [],
    fileSizes: new Map(),
    treeSizes: new Map(),
  };
  const homes = new Map([...names].map((name) => [name, join(root, `home-${name}`)]));
  for (const home of homes.values()) mkdirSync(home, { recursive: true });
  options.onRoot?.(root);
  const transport = localTransport(
    (name) => homes.get(name) ?? root,
    new Set(options.refuses),
    options.connection,
  );
  const events: RunEvent[] = [];
  const mask = (text: string) => (options.secret ? text.replaceAll(options.secret, '***') : text);
  const directory =
    resumes === undefined
      ? await makeRunDirectory(join(root, 'runs'), 'a-run')
      : { id: 'a-run', path: resumes };
  await execute({
    plan,
    directory,
    version: '0',
    transport,
    clock: systemClock,
    endpointOf: async (name) => ({
      host: name,
      address: name,
      port: 22,
      user: 'pi',
      credentials: [],
      hostKeys: 'off',
      knownHosts: [],
    }),
    becomeMeansOf: async () => ({ method: 'sudo', loginUser: 'root' }),
    mask,
    newByteMask: () => ({ push: (bytes) => bytes, flush: () => Buffer.alloc(0) }),
    listeners: [(event) => events.push(event), (event) => options.onEvent?.(event)],
    exitCode: () => 0,
    signal: options.signal ?? new AbortController().signal,
    limits: { connectTimeoutMs: 5000, settleTimeoutMs: 5000 },
    surroundings: { ...realSurroundings(), ...options.surroundings },
    ...(resumes !== undefined && { resumption: await resumptionOf(plan, resumes) }),
  });
  const journal = readFileSync(join(directory.path, 'journal.ndjson'), 'utf8');
  return {
    events,
    connects: transport.connects,
    directory: directory.path,
    homeOf: (name: string) => homes.get(name) ?? '',
    journal: journal
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as RunEvent),
    result: (stage: string, name: string) => resultOf(events, stage, name),
    remove: () => rmSync(root, { recursive: true, force: true }),
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  };
}

async function resumptionOf(plan: Plan, directory: string) {
  const { events, wholeBytes } = await readJournal(join(directory, 'journal.ndjson'));
  return makeResumption({ plan, events, journalBytes: wholeBytes, changed: [] });
}

function resultOf(events: readonly RunEvent[], stage: string, name: string): TaskResult | undefined {
  const ended = events.find(
    (event) => event.type === 'task-ended' && event.stage === stage && event.host === name,
  );
  return ended?.type === 'task-ended' ? ended.result : undefined;
}
