import { reasons } from '../../result/reason.ts';
import { TaskFailure } from '../../result/task-failure.ts';
import { durationText } from '../duration.ts';
import { exitSentence } from '../exit-sentence.ts';
import { ask, type Steps } from '../step.ts';
import { tryStep } from '../try-step.ts';

interface Wait {
  readonly host: string;
  /** Shell text. */
  readonly check?: string;
  readonly intervalMs: number;
  readonly timeoutMs: number;
}

const longestConnectMs = 10_000;
const longestCheckMs = 30_000;
/** Kept back for the last try. */
const shortestTryMs = 1000;

/**
 * Tries until a login works and the check passes; answers how long that took, in milliseconds.
 * @throws TaskFailure `still_offline`, `check_failed`, or the reason of a refusal that no waiting can mend
 */
export function* waitOnline(wait: Wait): Steps<number> {
  const startedAtMs = yield* ask({ kind: 'now' });
  for (let leftMs = wait.timeoutMs; ; ) {
    yield* showProgress(wait, leftMs);
    const seen = yield* tryOnce(wait, leftMs);
    const tookMs = (yield* ask({ kind: 'now' })) - startedAtMs;
    if (seen.kind === 'ready') return tookMs;
    leftMs = wait.timeoutMs - tookMs;
    if (leftMs <= shortestTryMs) throw outOfTime(wait, seen);
    const pauseMs = Math.min(wait.intervalMs, leftMs - shortestTryMs);
    yield* ask({ kind: 'sleep', ms: pauseMs });
    leftMs -= pauseMs;
  }
}

function* showProgress({ timeoutMs }: Wait, leftMs: number): Steps<void> {
  yield* ask({ kind: 'progress', doing: 'waiting', done: timeoutMs - leftMs, total: timeoutMs, unit: 'ms' });
}

type Sight =
  | { readonly kind: 'ready' }
  | { readonly kind: 'offline'; readonly why: string }
  | { readonly kind: 'check'; readonly why: string; readonly exitCode: number };

function* tryOnce({ host, check }: Wait, leftMs: number): Steps<Sight> {
  const login = yield* ask({ kind: 'connect', timeoutMs: Math.min(longestConnectMs, leftMs) });
  if (!login.isConnected) {
    if (reasons[login.reason].isRetryable) return { kind: 'offline', why: login.message };
    throw new TaskFailure(login.reason, `${login.message} (waiting does not mend that)`);
  }
  // Without a check too: a link that was kept may be dead and not know it yet.
  const command = check ?? 'true';
  const end = yield* tryStep({ kind: 'look', command, timeoutMs: Math.min(longestCheckMs, leftMs) });
  if (!end.isDone) {
    yield* ask({ kind: 'disconnect' });
    if (end.reason.startsWith('become_')) throw new TaskFailure(end.reason, end.message, { ran: 'no' });
    return { kind: 'offline', why: end.message };
  }
  const { exitCode, stderr } = end.answer;
  if (exitCode === 0) return { kind: 'ready' };
  const what = check === undefined ? `the login shell on ${host}` : 'the check';
  return { kind: 'check', why: exitSentence(what, exitCode, stderr), exitCode };
}

function outOfTime({ host, timeoutMs }: Wait, seen: Exclude<Sight, { kind: 'ready' }>): TaskFailure {
  const limit = durationText(timeoutMs);
  if (seen.kind === 'offline') {
    return new TaskFailure(
      'still_offline',
      `no login worked on ${host} within ${limit}; the last try: ${seen.why}`,
    );
  }
  const { exitCode, why } = seen;
  return new TaskFailure('check_failed', `${host} can be reached, but after ${limit} ${why}`, { exitCode });
}
