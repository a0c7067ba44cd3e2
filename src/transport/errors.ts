import type { Reason } from '../result/reason.ts';

/** A link or a channel that did not come about: nothing was started on the host. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  /** Its phase and whether to try again stand in the table of reasons. */
  readonly reason: Reason;

  /** `message` is one sentence that names the address and what to do; it holds no secret. */
  constructor(reason: Reason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}
