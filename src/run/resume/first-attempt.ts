import { TaskFailure } from '../../result/task-failure.ts';
import type { Attempt } from '../attempt/attempt.ts';
import { type AttemptPlan, beginAttempt, newAttempt } from '../attempt/begin-attempt.ts';
import { lostHereSentence } from './lost-here.ts';
import type { PastAttempt } from './past.ts';
import { PastAnswers } from './past-answers.ts';
import { settlePast } from './settle-past.ts';

/** With which attempt a task begins, or goes on after a resume. */
export interface FirstAttempt {
  readonly number: number;
  /** Absent: it is still to begin. */
  readonly attempt?: Attempt;
}

/** `interrupted`: nobody knows yet how the past attempt ended, and the run was told to stop. */
export async function firstAttempt(
  plan: AttemptPlan,
  past: PastAttempt | undefined,
): Promise<FirstAttempt | 'interrupted'> {
  if (past === undefined) return { number: 1 };
  const { number } = past;
  if (past.ended !== undefined) return { number: number + 1 };
  if (plan.stage.kind.isRepeatable) return { number };
  if (plan.stage.kind.runsHere)
    return plan.stage.isIdempotent ? { number } : { number, attempt: lostHere(plan, past) };
  const settled = await settlePast(newAttempt(plan, number), past);
  switch (settled.kind) {
    case 'interrupted':
      return 'interrupted';
    case 'begun':
      return { number, attempt: settled.attempt };
    case 'never-started': {
      const attempt = await beginAttempt(plan, number);
      attempt.whenJournaled.push(settled.cleanUp);
      return { number, attempt };
    }
  }
}

/** Nothing on this machine tells how its command ended. */
function lostHere(plan: AttemptPlan, past: PastAttempt): Attempt {
  const answers = new PastAnswers(past, () => {
    throw new TaskFailure('not_known_here', lostHereSentence);
  });
  const begun = { attemptId: past.attemptId, hasStartedCommand: true, past: answers };
  return { ...newAttempt(plan, past.number), ...begun };
}
