import type { Outcome } from '../../result/outcome.ts';
import type { Reason } from '../../result/reason.ts';

interface Named {
  readonly outcome: Outcome;
  readonly reason?: Reason | undefined;
}

/** The word for the reason, where it says more than the outcome: most that is `cancelled` is that and no more. */
export function toldReason({ outcome, reason }: Named): Reason | undefined {
  return reason === outcome ? undefined : reason;
}
