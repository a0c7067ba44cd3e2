import type { RunEvent } from '../../src/events/events.ts';
import type { TaskResult } from '../../src/result/task-result.ts';
import { Desk } from '../cli/in-process.ts';

export const inventory = `defaults: { user: pi, key: ~/.ssh/id_ed25519 }
groups:
  managers: { hosts: ["m[1-3]"] }
  workers: { hosts: ["w[1-20]"] }
`;

export interface Rehearsed {
  readonly code: number;
  readonly events: readonly RunEvent[];
  readonly stdout: string;
  readonly stderr: string;
  /** What the task on that host came to. */
  result(host: string, stage?: string): TaskResult | undefined;
  /** How many hosts came to each outcome in the stage. */
  count(outcome: TaskResult['outcome'], stage?: string): number;
}

/** Rehearses stages, given as the YAML of the list, through the command line. */
export async function rehearsed(
  stages: string,
  model = '{}',
  words: readonly string[] = [],
  files: Readonly<Record<string, string | Buffer>> = {},
): Promise<Rehearsed> {
  using desk = new Desk({
    'play.yml': `hosts: all\nstages:\n${stages}\n`,
    'inventory.yml': inventory,
    'model.yml': model,
    ...files,
  });
  const output = words.includes('--output') ? [] : ['--output', 'json'];
  const given = ['simulate', 'play.yml', '-i', 'inventory.yml', '--model', 'model.yml', ...output];
  const { code, stdout, stderr } = await desk.call([...given, ...words], {
    XDG_STATE_HOME: `${desk.directory}/state`,
  });
  const lines = stdout.startsWith('{"type"') ? stdout.trimEnd().split('\n') : [];
  const events = lines.map((line) => JSON.parse(line) as RunEvent);
  const ended = events.filter((event) => event.type === 'task-ended');
  return {
    code,
    events,
    stdout,
    stderr,
    result: (host, stage = '1') => ended.find((end) => end.host === host && end.stage === stage)?.result,
    count: (outcome, stage = '1') =>
      ended.filter((end) => end.stage === stage && end.result.outcome === outcome).length,
  };
}
