import type { Ran } from '../result/outcome.ts';
import { type Reason, reasons } from '../result/reason.ts';
import { TaskFailure } from '../result/task-failure.ts';
import { TransportError } from '../transport/errors.ts';
import type { Answers } from './answers.ts';
import { ask, type Step, type Steps } from './step.ts';

export type Tried<Answer> =
  | { readonly isDone: true; readonly answer: Answer }
  | { readonly isDone: false; readonly reason: Reason; readonly message: string; readonly ran: Ran };

/** Asks for a step whose failure is an answer as well. A cancelled run is not: that goes on upwards. */
export function* tryStep<Kind extends Step['kind']>(
  step: Extract<Step, { kind: Kind }>,
): Steps<Tried<Answers[Kind]>> {
  try {
    return { isDone: true, answer: yield* ask(step) };
  } catch (error) {
    const isOurs = error instanceof TaskFailure || error instanceof TransportError;
    if (!isOurs || reasons[error.reason].outcome === 'cancelled') throw error;
    const ran = error instanceof TaskFailure ? error.ran : 'no';
    return { isDone: false, reason: error.reason, message: error.message, ran };
  }
}
