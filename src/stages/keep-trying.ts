import { ask, type Steps } from './step.ts';

export interface Waiting {
  readonly intervalMs: number;
  readonly timeoutMs: number;
}

/** What a try saw that is not as wished. */
export interface Missed {
  /** It had less time than a try has else, and saw no more than that. */
  readonly isHasty?: boolean;
}

export interface WaitEnd<Miss extends Missed> {
  readonly tookMs: number;
  /** What the last try saw that had its time, where that ran out; absent when it is as wished. */
  readonly missed?: Miss;
}

/** Kept back for the last try, where the whole time is not short itself. */
const lastTryMs = 1000;
/** An interval of 0 is no reason to keep a machine busy. */
const shortestPauseMs = 10;

/**
 * Tries again and again, within the time, until `tryOnce` has nothing to say against it. What it says else is what it
 * saw; it is told how many milliseconds are left.
 */
export function* keepTrying<Miss extends Missed>(
  { intervalMs, timeoutMs }: Waiting,
  tryOnce: (leftMs: number) => Steps<Miss | undefined>,
): Steps<WaitEnd<Miss>> {
  const keptBackMs = Math.min(lastTryMs, timeoutMs / 10);
  const startedAtMs = yield* ask({ kind: 'now' });
  let last: Miss | undefined;
  for (let leftMs = timeoutMs; ; ) {
    const done = timeoutMs - leftMs;
    yield* ask({ kind: 'progress', doing: 'waiting', done, total: timeoutMs, unit: 'ms' });
    const seen = yield* tryOnce(leftMs);
    const tookMs = (yield* ask({ kind: 'now' })) - startedAtMs;
    if (seen === undefined) return { tookMs };
    const missed = seen.isHasty === true ? (last ?? seen) : seen;
    last = missed;
    leftMs = timeoutMs - tookMs;
    if (leftMs <= keptBackMs) return { tookMs, missed };
    const pauseMs = Math.min(Math.max(intervalMs, shortestPauseMs), leftMs - keptBackMs);
    yield* ask({ kind: 'sleep', ms: pauseMs });
    leftMs -= pauseMs;
  }
}
