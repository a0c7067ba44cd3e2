import { reasons } from '../result/reason.ts';
import { TaskFailure } from '../result/task-failure.ts';
import type { LookAnswer } from './answers.ts';
import { limitText } from './duration.ts';
import { ask, type Steps } from './step.ts';
import { type Tried, tryStep } from './try-step.ts';

/** What one try to log in and look showed. */
export type Look =
  | { readonly kind: 'looked'; readonly answer: LookAnswer; readonly isHasty?: false }
  /** It was begun on the host, so the login works; `how` it went on follows on what was begun: `did not end within 5s`. */
  | { readonly kind: 'cut'; readonly how: string; readonly isHasty: boolean }
  | { readonly kind: 'offline'; readonly why: string; readonly isHasty: boolean };

const longestConnectMs = 10_000;
const longestLookMs = 30_000;

/**
 * Logs in and runs shell text that only looks, for stages that wait.
 * @throws TaskFailure with the reason of a refusal that no waiting can mend
 */
export function* loginAndLook(command: string, leftMs: number): Steps<Look> {
  const login = yield* ask({ kind: 'connect', timeoutMs: Math.min(longestConnectMs, leftMs) });
  if (!login.isConnected) {
    const isHasty = login.reason.endsWith('_timeout') && leftMs < longestConnectMs;
    if (reasons[login.reason].isRetryable) return { kind: 'offline', why: login.message, isHasty };
    throw new TaskFailure(login.reason, `${login.message} (waiting does not mend that)`);
  }
  const timeoutMs = Math.min(longestLookMs, leftMs);
  const end = yield* tryStep({ kind: 'look', command, timeoutMs });
  if (end.isDone) return { kind: 'looked', answer: end.answer };
  yield* ask({ kind: 'disconnect' });
  if (end.reason.startsWith('become_')) throw new TaskFailure(end.reason, end.message, { ran: 'no' });
  const isHasty = end.reason === 'timeout' && timeoutMs < longestLookMs;
  if (end.ran === 'yes') return { kind: 'cut', how: howCut(end, timeoutMs), isHasty };
  return { kind: 'offline', why: end.message, isHasty };
}

function howCut(
  { reason, message }: Extract<Tried<LookAnswer>, { isDone: false }>,
  timeoutMs: number,
): string {
  if (reason === 'timeout') return `did not end within ${limitText(timeoutMs)}`;
  return reason === 'no_end_mark' ? 'ended the shell that ran it' : `did not end: ${message}`;
}

/** The time is out, and the last login did not work. */
export function stillOffline(host: string, limit: string, why: string): TaskFailure {
  return new TaskFailure('still_offline', `no login worked on ${host} within ${limit}; the last try: ${why}`);
}
