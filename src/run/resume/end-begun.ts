import type { Host } from '../../inventory/host/host.ts';
import type { Known, PlannedHostStage } from '../../plan/plan.ts';
import type { TaskResult } from '../../result/task-result.ts';
import { ask } from '../../stages/step.ts';
import { acknowledge } from '../attempt/acknowledge.ts';
import type { Attempt } from '../attempt/attempt.ts';
import { newAttempt } from '../attempt/begin-attempt.ts';
import { judgeAttempt } from '../attempt/judge-attempt.ts';
import { type AttemptResult, failedResult, runAttempt } from '../attempt/run-attempt.ts';
import { drive } from '../drive.ts';
import { endTask } from '../end-task.ts';
import { allTogether, notRun, stopped } from '../not-run.ts';
import { perform } from '../perform/perform.ts';
import { prepare } from '../prepare.ts';
import type { Run } from '../run.ts';
import { lostHereSentence } from './lost-here.ts';
import type { OpenTask, PastAttempt } from './past.ts';
import { type SettledPast, settlePast } from './settle-past.ts';

/** Of a command of which the changed plan cannot say how long it may take. */
const longestMs = 3_600_000;

interface Begun {
  readonly stage: PlannedHostStage;
  readonly host: Host;
  readonly isRepair: boolean;
}

/**
 * Ends a task of which an earlier process began an attempt, and which the plan as it was changed would not begin, or cannot:
 * `why`. Its command may have run, so what it came to is asked for first; no other attempt follows.
 */
export async function endBegun(
  run: Run,
  task: Begun,
  known: Known,
  { attempt: past, before, startedMs }: OpenTask & { readonly attempt: PastAttempt },
  why: AttemptResult,
): Promise<TaskResult> {
  const { stage, host } = task;
  const end = (result: AttemptResult, attempts = past.number) => {
    const durationMs = run.events.elapsedMs() - startedMs;
    return endTask(run, task, allTogether(before, { ...result, attempts, durationMs }));
  };
  if (past.ended !== undefined) return end(why, past.number + 1);
  if (stage.kind.runsHere) return end(notRun('not_known_here', lostHereSentence));
  if (stage.kind.isRepeatable) return end(notRun('not_settled', mayHaveChanged(host, why)));
  const prepared = prepare(stage, host, known);
  const timeoutMs = 'outcome' in prepared ? longestMs : prepared.timeoutMs;
  const settled = await settlePast(newAttempt({ run, stage, host: host.name, timeoutMs }, past.number), past);
  if (settled.kind === 'interrupted') return endTask(run, task, stopped(past));
  const result = await end(
    settled.kind === 'never-started'
      ? why
      : 'outcome' in prepared
        ? await ofItsCommand(settled.attempt, prepared)
        : judgeAttempt(settled.attempt, host, known, await runAttempt(settled.attempt, prepared)),
  );
  acknowledge({ run, stage, host: host.name, whenJournaled: left(settled) });
  return result;
}

function left(settled: Exclude<SettledPast, { kind: 'interrupted' }>): Attempt['whenJournaled'] {
  return settled.kind === 'begun' ? settled.attempt.whenJournaled : [settled.cleanUp];
}

/** Nothing on the host tells. */
function mayHaveChanged({ name }: Host, { message }: AttemptResult): string {
  return `aeon-run was stopped while this went on, and it is not begun again (${message}): look on ${name} how far it came`;
}

/** What the stage makes of the end of its command cannot be known where a value for it is missing. */
async function ofItsCommand(attempt: Attempt, missing: AttemptResult): Promise<AttemptResult> {
  try {
    const end = await drive(command(), (step) => perform(attempt, step));
    if (end.kind === 'link-lost') return { ...missing, ran: 'yes' };
    const { exitCode, stdout, stderr } = end;
    const message = `its command, begun before the resume, ended with exit code ${exitCode}; ${missing.message}`;
    return { ...missing, ran: 'yes', exitCode, stdout, stderr, message };
  } catch (error) {
    return failedResult(error, { isCancelled: attempt.run.signal.aborted, hasStartedCommand: true });
  }
}

function* command() {
  return yield* ask({ kind: 'command', command: '' }); // It is answered from the past, and not sent.
}
