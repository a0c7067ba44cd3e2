import type { AttemptEnded, AttemptStarted, Progress, TaskEnded } from '../../events/events.ts';
import type { Outcome } from '../../result/outcome.ts';

/** A task that goes on, as the views show it. */
export interface RunningTask {
  readonly host: string;
  readonly startedMs: number;
  /** In two words. */
  readonly doing: string;
  readonly done?: number;
  readonly total?: number;
  readonly unit?: 'bytes' | 'ms';
  readonly attempt: number;
  readonly maxAttempts: number;
  /** The sentence of the attempt that failed last. */
  readonly lastMessage?: string;
  /** When the next attempt begins, while it is waited for. */
  readonly retryAtMs?: number;
}

/** A task that is over, as the views show it. */
export interface SettledTask {
  readonly host: string;
  readonly outcome: Outcome;
  readonly message?: string;
  readonly durationMs: number;
}

export function startedTask(host: string, startedMs: number): RunningTask {
  return { host, startedMs, doing: 'starting', attempt: 1, maxAttempts: 1 };
}

/** The task after one more thing that was heard of it. */
export function progressed(task: RunningTask, event: Progress | AttemptStarted | AttemptEnded): RunningTask {
  const { host, startedMs, attempt, maxAttempts, lastMessage } = task;
  const facts = { host, startedMs, attempt, maxAttempts, ...(lastMessage !== undefined && { lastMessage }) };
  switch (event.type) {
    case 'attempt-started':
      return { ...facts, doing: 'starting', attempt: event.attempt, maxAttempts: event.maxAttempts };
    case 'attempt-ended': {
      const message = event.result.message ?? event.result.reason ?? event.result.outcome;
      const retryAtMs = event.elapsedMs + event.retryInMs;
      return { ...facts, doing: 'waiting', lastMessage: message, retryAtMs };
    }
    case 'progress': {
      const { doing, done, total, unit } = event;
      const amount = { ...(done !== undefined && { done }), ...(total !== undefined && { total }) };
      return { ...facts, doing, ...amount, ...(unit !== undefined && { unit }) };
    }
  }
}

export function settledTask({ host, result }: TaskEnded): SettledTask {
  const message = result.message ?? result.reason;
  return {
    host,
    outcome: result.outcome,
    durationMs: result.durationMs,
    ...(message !== undefined && { message }),
  };
}
