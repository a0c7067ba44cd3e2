import { expect } from 'vitest';
import { TaskFailure } from '../../src/result/task-failure.ts';
import type { Answers } from '../../src/stages/answers.ts';
import { stageKinds } from '../../src/stages/index.ts';
import type {
  ControllerStageKind,
  FleetStageKind,
  HostStageKind,
  HostTask,
  StageEnd,
} from '../../src/stages/stage.ts';
import type { Step, Steps } from '../../src/stages/step.ts';

/** What the host does next: the kind of step that must come, and its answer or the error that the engine throws. */
export interface Turn {
  readonly step: Step['kind'];
  readonly answer?: Answers[Step['kind']];
  readonly fails?: Error;
  /** How long it takes on the clock of the drive. */
  readonly takesMs?: number;
}

export interface Drive {
  /** All that was asked for, without the looks at the clock. */
  readonly steps: readonly Step[];
  readonly end?: StageEnd;
  readonly failure?: TaskFailure;
}

/**
 * Runs a kind against scripted answers, on a clock of its own. `now`, `sleep`, `progress` and `disconnect` need no turn.
 * After the turns those of `forever` come round and round.
 */
export function drive(
  kind: HostStageKind | ControllerStageKind,
  args: unknown,
  turns: readonly Turn[],
  forever: readonly Turn[] = [],
): Drive {
  const steps: Step[] = [];
  const script = scriptOf(turns, forever);
  let nowMs = 5000;
  const mostSteps = 10_000;
  const perform = (step: Step): Turn => {
    if (step.kind === 'now') return { step: 'now', answer: nowMs };
    steps.push(step);
    if (steps.length > mostSteps) throw new Error('it never ends');
    if (step.kind === 'sleep') nowMs += step.ms;
    if (step.kind === 'sleep' || step.kind === 'progress' || step.kind === 'disconnect')
      return { step: step.kind };
    const turn = script.next().value;
    expect(turn?.step, `the turn of ${JSON.stringify(step)}`).toBe(step.kind);
    nowMs += turn?.takesMs ?? 0;
    return turn ?? { step: step.kind };
  };
  const timeoutMs = (kind.scope === 'host' ? kind.timeoutMs?.(args) : undefined) ?? 60_000;
  const run: Steps<StageEnd> = kind.run(hostTask(args, timeoutMs));
  try {
    let next = run.next();
    while (next.done !== true) {
      const { answer, fails } = perform(next.value);
      next = fails === undefined ? run.next(answer) : run.throw(fails);
    }
    if (forever.length === 0) expect(script.next().value, 'a turn that nobody asked for').toBe(undefined);
    return { steps, end: next.value };
  } catch (error) {
    if (error instanceof TaskFailure) return { steps, failure: error };
    throw error;
  }
}

/** What the engine gives to a kind: its playbook lies in `/playbooks`, its template files say what they were made from. */
export function hostTask(args: unknown, timeoutMs: number): HostTask {
  return {
    host: 'm1',
    args,
    timeoutMs,
    localPath: (path) => `/playbooks/${path}`,
    rendered: (path) => ({ text: `made from ${path}`, mode: '640', dependsOnRun: false }),
  };
}

function* scriptOf(turns: readonly Turn[], forever: readonly Turn[]): Generator<Turn, undefined> {
  yield* turns;
  while (forever.length > 0) yield* forever;
}

export function hostKind(name: string): HostStageKind {
  const kind = stageKinds.find((each) => each.name === name);
  if (kind?.scope !== 'host') throw new Error(`no host stage ${name}`);
  return kind;
}

export function controllerKind(name: string): ControllerStageKind {
  const kind = stageKinds.find((each) => each.name === name);
  if (kind?.scope !== 'controller') throw new Error(`no stage of this machine ${name}`);
  return kind;
}

export function fleetKind(name: string): FleetStageKind {
  const kind = stageKinds.find((each) => each.name === name);
  if (kind?.scope !== 'fleet') throw new Error(`no fleet stage ${name}`);
  return kind;
}

export function exited(exitCode: number, stderr = '', step?: number): Answers['command'] {
  const which = step === undefined ? {} : { step };
  return { kind: 'exited', exitCode, ...which, stdout: output('out'), stderr: output(stderr) };
}

export function output(tail: string) {
  return { tail, bytes: tail.length };
}
