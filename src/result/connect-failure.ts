import type { Reason } from './reason.ts';

/** Why a login did not come about. */
export interface ConnectFailure {
  readonly reason: Reason;
  /** One sentence for a person. */
  readonly message: string;
}
