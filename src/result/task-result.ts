import type { Outcome, Phase, Ran } from './outcome.ts';
import type { Reason } from './reason.ts';

/** What became of one stage on one host, all attempts together. Goes into the journal as it is. */
export interface TaskResult {
  readonly outcome: Outcome;
  readonly ran: Ran;
  /** Where it stood when it ended; absent when `ok`. */
  readonly phase?: Phase;
  /** A stable machine word; absent when `ok`. */
  readonly reason?: Reason;
  /** One sentence for a person, with what to do next; absent when `ok` and there is nothing to say. */
  readonly message?: string;
  /** False when the host was already as asked; absent where nobody can know. */
  readonly changed?: boolean;
  readonly exitCode?: number;
  readonly stdout?: Output;
  readonly stderr?: Output;
  /** How many tries were begun. */
  readonly attempts: number;
  /** Monotonic, from the first attempt to the last. */
  readonly durationMs: number;
}

/** How much of a stream's end a result holds. */
export const tailBytes = 8 * 1024;

/** What a command wrote: all of it lies in a file, its end is kept here. */
export interface Output {
  /** The last bytes as text; invalid UTF-8 is replaced, secrets are masked. At most 8 KiB. */
  readonly tail: string;
  readonly bytes: number;
  /** Of all of it, in hex; where `tail` is only the end, and all of it came through this process. */
  readonly sha256?: string;
  /** Below the run directory; absent when nothing was written. */
  readonly file?: string;
  /** The link or the controller was lost before its end: nobody knows what is missing. */
  readonly isCut?: true;
  /** Why the file does not hold all of it, where that is so: this controller could not write it. */
  readonly incomplete?: string;
  /** It holds a secret, and has `***` in its place. */
  readonly isMasked?: true;
  /** The stage says `secret`: nothing of it is kept, not even how much there was. */
  readonly isSecret?: true;
}
