import type { Outcome } from '../result/outcome.ts';
import type { Reason } from '../result/reason.ts';

/** What is kept of a host while its tasks end. Values are immutable. */
export interface HostStanding {
  readonly worst: Exclude<Outcome, 'skipped'>;
  /** It was asked to do something at least once. */
  readonly hasRun: boolean;
  /** How it was skipped so far; `left-out` beats `when-false`. */
  readonly skipped: 'never' | 'when-false' | 'left-out';
}

export const noTaskYet: HostStanding = { worst: 'ok', hasRun: false, skipped: 'never' };

/** One task that ended, as far as it matters for its host. */
export interface EndedTask {
  readonly outcome: Outcome;
  readonly reason?: Reason;
  /** Of its stage: a failure of the command does not count then. */
  readonly continueOnError: boolean;
  /** The stage chose a host that had failed, and came out ok. */
  readonly isRecovery: boolean;
}

/** The standing after one more task. A recovery unsays failures, but never an `unknown`. */
export function afterTask(before: HostStanding, task: EndedTask): HostStanding {
  const { outcome } = task;
  if (outcome === 'skipped') return afterSkip(before, task);
  const worst = task.isRecovery && before.worst !== 'unknown' ? 'ok' : before.worst;
  const counted = outcome === 'failed' && task.continueOnError ? 'ok' : outcome;
  return { ...before, worst: rank[counted] > rank[worst] ? counted : worst, hasRun: true };
}

function afterSkip(before: HostStanding, { reason }: EndedTask): HostStanding {
  if (reason !== 'when_is_false') return { ...before, skipped: 'left-out' };
  return before.skipped === 'never' ? { ...before, skipped: 'when-false' } : before;
}

const rank: Readonly<Record<HostStanding['worst'], number>> = {
  ok: 0,
  cancelled: 1,
  failed: 2,
  unreachable: 3,
  unknown: 4,
};

export interface HostOutcome {
  readonly outcome: Outcome;
  /** Counts for the success rate. */
  readonly isSuccess: boolean;
}

/**
 * What became of a host over all its stages; `isOver`: its last one has ended there. One that the run never came to is
 * `skipped`, and one that was well until the run stopped is `cancelled`: neither is a success.
 */
export function hostOutcome({ worst, hasRun, skipped }: HostStanding, isOver: boolean): HostOutcome {
  if (!hasRun) return { outcome: 'skipped', isSuccess: isOver && skipped === 'when-false' };
  if (worst === 'ok' && !isOver) return { outcome: 'cancelled', isSuccess: false };
  return { outcome: worst, isSuccess: worst === 'ok' };
}
