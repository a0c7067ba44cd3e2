import type { Retry } from '../../plan/plan.ts';
import { type Reason, reasons } from '../../result/reason.ts';
import type { AttemptResult } from './run-attempt.ts';

export interface RetryRule {
  readonly retry: Retry;
  readonly isIdempotent: boolean;
  /** The stage says until when it is tried; an end that meets it is the last. */
  readonly until?: unknown;
}

/**
 * Whether another attempt may follow. What never began is tried again freely, but for what a host lacks: it is seldom there five
 * seconds later. That, and a command that ran and said no, are tried again when the playbook asks for it, an end that nobody knows
 * only when the stage is idempotent.
 */
export function mayRetry(
  result: AttemptResult,
  attempt: number,
  { retry, isIdempotent, until }: RetryRule,
): boolean {
  if (result.reason === undefined || attempt >= retry.attempts) return false;
  if (result.outcome === 'unknown') return isIdempotent && result.reason !== 'internal';
  if (result.reason === 'timeout') return isIdempotent;
  if (result.reason === 'not_ready') return retry.isAsked;
  if (result.reason === 'exit_code' || result.reason === 'failed_when') {
    return retry.isAsked && until === undefined;
  }
  return isRetryable(result.reason);
}

function isRetryable(reason: Reason): boolean {
  return reasons[reason].isRetryable;
}
