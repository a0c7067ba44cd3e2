import type { Phase, Ran } from './outcome.ts';
import { type Reason, reasons } from './reason.ts';
import type { Output } from './task-result.ts';

/** What is known beside the reason. */
export interface FailureDetails {
  /** Unless told, what the reason's outcome implies: `failed` ran, `unreachable` did not, `unknown` is unknown. */
  readonly ran?: Ran;
  readonly phase?: Phase;
  readonly exitCode?: number;
  readonly stdout?: Output;
  readonly stderr?: Output;
}

/** Ends an attempt otherwise than well. Its message is a sentence for a person, with what to do next. */
export class TaskFailure extends Error {
  override readonly name = 'TaskFailure';
  readonly reason: Reason;
  readonly details: FailureDetails;

  constructor(reason: Reason, message: string, details: FailureDetails = {}, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
    this.details = details;
  }

  get ran(): Ran {
    return this.details.ran ?? ranByOutcome[reasons[this.reason].outcome];
  }
}

const ranByOutcome = {
  failed: 'yes',
  unreachable: 'no',
  unknown: 'unknown',
  cancelled: 'unknown',
  skipped: 'no',
} as const satisfies Record<string, Ran>;

/** The link was gone before anybody saw how it ended. */
export function isCut(error: unknown): error is TaskFailure {
  return error instanceof TaskFailure && (error.reason === 'link_lost' || error.reason === 'no_end_mark');
}
