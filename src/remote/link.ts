import { randomBytes } from 'node:crypto';
import { shellCommandLine } from '../shell/exec-script.ts';
import type { Channel, Connection } from '../transport/transport.ts';
import type { Timers } from './timers.ts';

/** A host that is logged in, and the limits of one attempt there. */
export interface Link {
  /** The inventory's name, for messages. */
  readonly host: string;
  readonly connection: Connection;
  readonly attemptId: string;
  readonly signal: AbortSignal;
  /** Those of the system unless told. */
  readonly timers?: Timers;
}

/** The user that a script runs as, where it is not the one who logged in. */
export interface BecomeAs {
  readonly user: string;
  readonly password?: string;
}

/** How long a server may take to open a channel and start a shell. */
const channelTimeoutMs = 30_000;

/** Rejects with a TransportError: nothing was started. */
export function openShell({ connection, attemptId, signal }: Link): Promise<Channel> {
  return connection.open(shellCommandLine(attemptId), { timeoutMs: channelTimeoutMs, signal });
}

/** 32 hex digits that nobody can guess. */
export function newNonce(): string {
  return randomBytes(16).toString('hex');
}
