import { setTimeout as delay } from 'node:timers/promises';

/** Time as the engine sees it; a rehearsal brings a faster one. */
export interface Clock {
  /** Monotonic milliseconds. */
  nowMs(): number;
  wallClock(): Date;
  /** Resolves after `ms`, or at once when the signal is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  nowMs: () => performance.now(),
  wallClock: () => new Date(),
  sleep: async (ms, signal) => {
    if (!signal.aborted) await delay(ms, undefined, { signal }).catch(() => {});
  },
};
