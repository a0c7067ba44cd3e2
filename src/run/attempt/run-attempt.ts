import type { PreparedTask } from '../../plan/plan.ts';
import { reasons } from '../../result/reason.ts';
import { TaskFailure } from '../../result/task-failure.ts';
import type { TaskResult } from '../../result/task-result.ts';
import { TransportError } from '../../transport/errors.ts';
import { drive } from '../drive.ts';
import { JournalError } from '../journal/journal.ts';
import { perform } from '../perform/perform.ts';
import type { Attempt } from './attempt.ts';
import { hostTask } from './host-task.ts';

/** What one attempt came to; how often and how long is the task's affair. */
export type AttemptResult = Omit<TaskResult, 'attempts' | 'durationMs'>;

/** Never throws but for a JournalError, which ends the run. */
export async function runAttempt(attempt: Attempt, prepared: PreparedTask): Promise<AttemptResult> {
  const { stage, run } = attempt;
  try {
    const steps = stage.kind.run(hostTask(attempt, prepared));
    const end = await drive(steps, (step) => perform(attempt, step));
    return { outcome: 'ok', ran: 'yes', ...end };
  } catch (error) {
    if (error instanceof JournalError) throw error;
    const { hasStartedCommand = false } = attempt;
    return failedResult(error, { isCancelled: run.signal.aborted, hasStartedCommand });
  }
}

export interface FailureContext {
  readonly isCancelled: boolean;
  /** A command of the same attempt may have run already. */
  readonly hasStartedCommand: boolean;
}

/** The result that an error stands for. */
export function failedResult(
  error: unknown,
  { isCancelled, hasStartedCommand }: FailureContext,
): AttemptResult {
  if (error instanceof TaskFailure) {
    const { ran, message, reason } = error;
    const { phase, exitCode, stdout, stderr } = error.details;
    return {
      outcome: reasons[reason].outcome,
      ran,
      phase: phase ?? reasons[reason].phase,
      reason,
      message,
      ...(exitCode !== undefined && { exitCode }),
      ...(stdout !== undefined && { stdout }),
      ...(stderr !== undefined && { stderr }),
    };
  }
  if (error instanceof TransportError) {
    const { outcome, phase } = reasons[error.reason];
    const how = hasStartedCommand
      ? ({ outcome: 'unknown', ran: 'yes' } as const)
      : ({ outcome, ran: 'no' } as const);
    return { ...how, phase, reason: error.reason, message: error.message };
  }
  if (isCancelled) {
    return {
      outcome: 'cancelled',
      ran: hasStartedCommand ? 'yes' : 'no',
      phase: hasStartedCommand ? 'exec' : 'connect',
      reason: 'cancelled',
      message: 'the run was cancelled',
    };
  }
  const message = `a fault of aeon-run itself, please report it: ${error instanceof Error ? error.stack : error}`;
  return { outcome: 'unknown', ran: 'unknown', phase: 'exec', reason: 'internal', message };
}
