import { randomBytes } from 'node:crypto';
import { tagOf } from '../shell/attempt-tag.ts';
import type { BecomeMethod } from '../shell/become/method.ts';
import { shellCommandLine } from '../shell/exec-script.ts';
import type { Channel, Connection, ConnectLimits } from '../transport/transport.ts';
import type { Timers } from './time/timers.ts';

/** A host that is logged in, and the limits of one attempt there. */
export interface Link {
  /** The inventory's name, for messages. */
  readonly host: string;
  readonly connection: Connection;
  readonly attemptId: string;
  readonly signal: AbortSignal;
  /** Those of the system unless told. */
  readonly timers?: Timers;
  /** How long a server may take to open a channel and start a shell; 30 s unless told. */
  readonly channelTimeoutMs?: number;
  /** A further connection to the host, for its caller to dispose of. Rejects as `Transport.connect` does. */
  readonly connectAgain?: (limits: ConnectLimits) => Promise<Connection>;
}

/** The user that a script runs as, where it is not the one who logged in. */
export interface BecomeAs {
  readonly method: BecomeMethod;
  readonly user: string;
  readonly password?: string;
  readonly trial?: PasswordTrial;
}

/** Who decides whether the password is tried, and learns that it was right. */
export interface PasswordTrial {
  /** Asked when the host asks for the password, and waited for. */
  mayAnswer(): Promise<boolean>;
  accepted(): void;
}

const usualChannelTimeoutMs = 30_000;

/** Rejects with a TransportError: nothing was started. */
export function openShell(link: Link): Promise<Channel> {
  const { connection, attemptId, signal, channelTimeoutMs: timeoutMs = usualChannelTimeoutMs } = link;
  return connection.open(shellCommandLine(tagOf(attemptId)), { timeoutMs, signal });
}

/** 32 hex digits that nobody can guess. */
export function newNonce(): string {
  return randomBytes(16).toString('hex');
}
