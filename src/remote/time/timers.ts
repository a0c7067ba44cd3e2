/** Waits in time as the run sees it; a rehearsal brings a faster one. */
export interface Timers {
  /** Calls `then` after `ms`, unless the function that it gives back is called before. */
  after(ms: number, then: () => void): () => void;
}

/** Node's setTimeout fires at once for more, which is 25 days. */
const longestMs = 2 ** 31 - 1;

export const systemTimers: Timers = {
  after: (ms, then) => {
    let timer: NodeJS.Timeout;
    const wait = (leftMs: number) => {
      const isLong = leftMs > longestMs;
      timer = setTimeout(isLong ? () => wait(leftMs - longestMs) : then, Math.min(leftMs, longestMs));
    };
    wait(ms);
    return () => clearTimeout(timer);
  },
};

/** Does `work` with a signal that is aborted after `ms`; no timer outlives it. */
export async function withinTime<Value>(
  timers: Timers,
  ms: number,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const controller = new AbortController();
  const cancel = timers.after(ms, () => controller.abort(new DOMException('out of time', 'TimeoutError')));
  try {
    return await work(controller.signal);
  } finally {
    cancel();
  }
}
