import type { Host } from '../inventory/host.ts';
import type { Known, PlannedHostStage, PreparedTask } from '../plan/plan.ts';
import { RuntimeValueFailure } from '../plan/runtime-failure.ts';
import { TaskFailure } from '../result/task-failure.ts';
import type { TaskResult } from '../result/task-result.ts';
import type { Attempt } from './attempt.ts';
import { judgeAttempt } from './judge-attempt.ts';
import { mayRetry } from './retry.ts';
import type { Run } from './run.ts';
import { type AttemptResult, failedResult, runAttempt } from './run-attempt.ts';

export interface Task {
  readonly stage: PlannedHostStage;
  readonly host: Host;
  /** The host had left after a failure and this stage chose it by `when`. */
  readonly isRepair: boolean;
  /** The host has not told yet what it is, and the stage needs to know. */
  readonly lacksFacts?: boolean;
}

/** One stage on one host, all attempts. Never throws but for a JournalError, which ends the run. */
export async function runTask(run: Run, task: Task, known: Known): Promise<TaskResult> {
  const { stage, host, isRepair } = task;
  const place = { stage: stage.id, host: host.name };
  if (run.signal.aborted) return end(run, task, notStarted());
  const prepared = prepare(task, known);
  if ('outcome' in prepared) return end(run, task, { ...prepared, attempts: 0, durationMs: 0 });
  await run.events.emit({ type: 'task-started', ...place });
  const startedMs = run.clock.nowMs();
  for (let number = 1; ; number++) {
    const attempt = newAttempt(run, task, number, prepared.timeoutMs);
    await run.events.emit({
      type: 'attempt-started',
      ...place,
      attempt: number,
      maxAttempts: stage.retry.attempts,
      attemptId: attempt.attemptId,
    });
    const ended = judgeAttempt(attempt, host, known, await runAttempt(attempt, prepared));
    const result = { ...ended, attempts: number, durationMs: Math.round(run.clock.nowMs() - startedMs) };
    const isLast = !mayRetry(ended, number, stage) || run.signal.aborted;
    if (isLast) {
      const isRecovery = isRepair && result.outcome === 'ok';
      await run.events.emit({ type: 'task-ended', ...place, result, ...(isRecovery && { isRecovery }) });
      run.afterwards.start(attempt.whenJournaled);
      return result;
    }
    const { delayMs } = stage.retry;
    await run.events.emit({ type: 'attempt-ended', ...place, attempt: number, result, retryInMs: delayMs });
    run.afterwards.start(attempt.whenJournaled);
    await run.clock.sleep(delayMs, run.signal);
  }
}

function newAttempt(run: Run, { stage, host }: Task, number: number, timeoutMs: number): Attempt {
  const startedMs = run.clock.nowMs();
  const deadlineMs = startedMs + timeoutMs;
  return {
    run,
    stage,
    host: host.name,
    number,
    attemptId: run.newAttemptId({ stage: stage.id, host: host.name, attempt: number }),
    startedMs,
    deadlineMs,
    whenJournaled: [],
  };
}

function prepare({ stage, host }: Task, known: Known): PreparedTask | AttemptResult {
  try {
    return stage.prepare(host, known);
  } catch (error) {
    const isOurs = error instanceof RuntimeValueFailure;
    const failure = isOurs ? new TaskFailure('value_missing', error.message, { ran: 'no' }) : error;
    return failedResult(failure, { isCancelled: false, hasStartedCommand: false });
  }
}

function notStarted(): TaskResult {
  const message = 'the run was cancelled before this task began';
  return {
    outcome: 'cancelled',
    ran: 'no',
    phase: 'exec',
    reason: 'cancelled_before_start',
    message,
    attempts: 0,
    durationMs: 0,
  };
}

async function end(run: Run, { stage, host }: Task, result: TaskResult): Promise<TaskResult> {
  await run.events.emit({ type: 'task-ended', stage: stage.id, host: host.name, result });
  return result;
}
