import type { PlannedHostStage } from '../../plan/plan.ts';
import type { Run } from '../run.ts';
import type { Attempt } from './attempt.ts';

/** What an attempt is one of. */
export interface AttemptPlan {
  readonly run: Run;
  readonly stage: PlannedHostStage;
  readonly host: string;
  /** Of one attempt. */
  readonly timeoutMs: number;
}

/** Announces it in the journal: from here on it may change the host. */
export async function beginAttempt(plan: AttemptPlan, number: number): Promise<Attempt> {
  const attempt = newAttempt(plan, number);
  const { run, stage, host } = plan;
  await run.events.emit({
    type: 'attempt-started',
    stage: stage.id,
    host,
    attempt: number,
    maxAttempts: stage.retry.attempts,
    attemptId: attempt.attemptId,
  });
  return attempt;
}

/** The same without a word in the journal: for what changes nothing, or was announced by an earlier process. */
export function newAttempt({ run, stage, host, timeoutMs }: AttemptPlan, number: number): Attempt {
  const startedMs = run.clock.nowMs();
  const deadlineMs = startedMs + timeoutMs;
  const attemptId = run.newAttemptId({ stage: stage.id, host, attempt: number });
  return { run, stage, host, number, attemptId, startedMs, deadlineMs, whenJournaled: [] };
}
