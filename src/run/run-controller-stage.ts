import { belowDirectory } from '../plan/files/below-directory.ts';
import type { FleetKnown, PlannedControllerStage, PreparedTask } from '../plan/plan.ts';
import { isBad } from '../result/outcome.ts';
import type { TaskResult } from '../result/task-result.ts';
import type { Answers } from '../stages/answers.ts';
import type { ControllerStep, Step } from '../stages/step.ts';
import { stageFileName } from './attempt/attempt.ts';
import { type AttemptResult, failedResult } from './attempt/run-attempt.ts';
import { drive } from './drive.ts';
import { JournalError } from './journal/journal.ts';
import { notRun } from './not-run.ts';
import { performLocal } from './perform/perform-local.ts';
import { stopWhenCancelled } from './perform/perform-shared.ts';
import { orMissing } from './prepare.ts';
import { lostHereSentence } from './resume/lost-here.ts';
import type { Run } from './run.ts';

export interface ControllerEnd {
  readonly result: TaskResult;
  readonly stopsRun: boolean;
}

/** Runs a stage once, on this machine. Throws nothing but a JournalError. */
export async function runControllerStage(
  run: Run,
  stage: PlannedControllerStage,
  known: FleetKnown,
): Promise<ControllerEnd> {
  const past = run.resumption?.past;
  const before = past?.stageEnd(stage.id);
  if (before?.result !== undefined) return { result: before.result, stopsRun: before.stopsRun };
  const hasBegun = past?.stageStartedMs(stage.id) !== undefined;
  const startedMs = run.clock.nowMs();
  const prepared = prepare(stage, known);
  if (!hasBegun) {
    const doing = 'outcome' in prepared ? {} : { doing: prepared.description };
    await run.events.emit({ type: 'stage-started', stage: stage.id, hosts: [], ...doing });
  }
  const ended = mayHaveRun(run, stage, prepared)
    ? notRun('not_known_here', lostHereSentence)
    : 'outcome' in prepared
      ? prepared
      : await begin(run, stage, prepared);
  const attempts = ended.ran === 'no' ? 0 : 1;
  const durationMs = Math.round(run.clock.nowMs() - startedMs);
  const result = { ...ended, attempts, durationMs };
  const isGood = !isBad(result.outcome);
  // Not an interrupt: who resumes the run would be stopped by it too.
  const stopsRun = !isGood && !isTolerated(stage, result);
  const verdict = result.message ?? (isGood ? 'done' : (result.reason ?? result.outcome));
  await run.events.emit({
    type: 'stage-ended',
    stage: stage.id,
    isGood,
    stopsRun,
    verdict,
    result,
    durationMs,
  });
  return { result, stopsRun };
}

/** A person's no is no error to be tolerated. */
function isTolerated(
  { continueOnError }: PlannedControllerStage,
  { outcome, reason }: AttemptResult,
): boolean {
  return continueOnError && outcome === 'failed' && reason !== 'answered_no';
}

function prepare(stage: PlannedControllerStage, known: FleetKnown): PreparedTask | AttemptResult {
  const { when } = stage;
  return orMissing(() => {
    const isChosen = when === undefined || when.holds(known);
    return isChosen ? stage.prepare(known) : notRun('when_is_false', `not so: ${when.text}`);
  });
}

/** An earlier process began it, and this one does not repeat it. No evidence of it is kept here, as it is on a host. */
function mayHaveRun(
  { resumption }: Run,
  { id, isIdempotent, kind }: PlannedControllerStage,
  prepared: PreparedTask | AttemptResult,
): boolean {
  if (!resumption?.past.hasBegunHere(id) || kind.isRepeatable) return false;
  const isTakenUp = resumption.takesUp.some(({ stage }) => stage === id);
  return !isTakenUp && ('outcome' in prepared || !isIdempotent);
}

async function begin(
  run: Run,
  stage: PlannedControllerStage,
  prepared: PreparedTask,
): Promise<AttemptResult> {
  try {
    const localPath = (path: string) => run.localPath(belowDirectory(stage, path));
    const steps = stage.kind.run({ args: prepared.args, localPath });
    const perform = performer(run, stage, prepared.timeoutMs);
    const end = await drive(steps, perform);
    return { outcome: 'ok', ran: 'yes', ...end };
  } catch (error) {
    if (error instanceof JournalError) throw error;
    return failedResult(error, { isCancelled: run.signal.aborted, hasStartedCommand: false });
  }
}

function performer(run: Run, stage: PlannedControllerStage, timeoutMs: number) {
  const attemptId = run.newAttemptId({ stage: stage.id, host: '', attempt: 1 });
  const place = {
    run,
    attemptId,
    isSecret: stage.isSecret,
    logName: (ending: 'out' | 'err') => `controller/${stageFileName(stage)}.${ending}`,
    timeoutMs,
  };
  return async (step: ControllerStep): Promise<Answers[Step['kind']]> => {
    switch (step.kind) {
      case 'now':
        return run.clock.nowMs();
      case 'progress': {
        const { kind: _, ...progress } = step;
        run.events.progress({ type: 'stage-progress', stage: stage.id, ...progress });
        return undefined;
      }
      case 'sleep':
        await run.clock.sleep(step.ms, run.signal);
        return stopWhenCancelled({ run });
      case 'confirm': {
        const answer = await run.controller.confirm(step.question, run.signal);
        stopWhenCancelled({ run });
        return answer;
      }
      case 'local':
        stopWhenCancelled({ run });
        return performLocal(place, step);
    }
  };
}
