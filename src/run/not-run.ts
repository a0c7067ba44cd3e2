import { type Reason, reasons } from '../result/reason.ts';
import type { TaskResult } from '../result/task-result.ts';
import type { AttemptResult } from './attempt/run-attempt.ts';
import type { PastAttempt } from './resume/past.ts';

/** Of a task in which nothing was tried. */
export const noAttempts = { attempts: 0, durationMs: 0 } as const;

/** What a stage came to that this process does not begin; where that is unknown, an earlier process may have run it. */
export function notRun(reason: Reason, message: string): AttemptResult {
  const { outcome, phase } = reasons[reason];
  return { outcome, ran: outcome === 'unknown' ? 'unknown' : 'no', phase, reason, message };
}

/** The same of a task: nothing was tried. */
export function withoutAttempt(reason: Reason, message: string): TaskResult {
  return { ...notRun(reason, message), ...noAttempts };
}

/** The run was told to stop before this process began anything; `past` is the last attempt of an earlier one. */
export function stopped(past: PastAttempt | undefined): TaskResult {
  if (past === undefined)
    return withoutAttempt('cancelled_before_start', 'the run was cancelled before this task began');
  return past.ended === undefined ? notSettled(past.number) : cancelledBeforeRetry(past.ended);
}

/** It was to be tried again: what its last attempt left behind is what is true of it. */
export function cancelledBeforeRetry(last: TaskResult): TaskResult {
  const reason = 'cancelled_before_retry';
  const message = `the run was cancelled before it was tried again; attempt ${last.attempts}: ${last.message ?? last.reason}`;
  const { outcome, phase } = reasons[reason];
  return { ...last, outcome, phase, reason, message };
}

/** What a task came to with its last attempt. Where that one never began, what those before it left behind is what is true of it. */
export function allTogether(before: TaskResult | undefined, last: TaskResult): TaskResult {
  if (before === undefined || before.ran === 'no' || last.ran !== 'no' || last.outcome === 'ok') return last;
  const { attempts, durationMs } = last;
  if (last.outcome === 'cancelled') return { ...cancelledBeforeRetry(before), attempts, durationMs };
  const message = `${before.message ?? before.reason}; attempt ${attempts} did not begin: ${last.message ?? last.reason}`;
  return { ...before, message, attempts, durationMs };
}

/** How the attempt of an earlier process ended is not known yet, and the run was told to stop. */
function notSettled(attempts: number): TaskResult {
  const message =
    'aeon-run was stopped while it may have run, and again before it could ask the host: resume the run once more';
  return { ...withoutAttempt('not_settled', message), attempts };
}
