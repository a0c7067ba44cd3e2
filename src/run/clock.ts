import { onAbort } from '../remote/time/on-abort.ts';
import { systemTimers, type Timers } from '../remote/time/timers.ts';

/** Time as the engine sees it; a rehearsal brings a faster one. */
export interface Clock extends Timers {
  /** Monotonic milliseconds. */
  nowMs(): number;
  wallClock(): Date;
  /** Resolves after `ms`, or at once when the signal is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  ...systemTimers,
  nowMs: () => performance.now(),
  wallClock: () => new Date(),
  sleep: async (ms, signal) => {
    if (!signal.aborted) await endOfTime(ms, signal);
  },
};

function endOfTime(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const cancel = systemTimers.after(ms, () => {
      forget();
      resolve();
    });
    const forget = onAbort(signal, () => {
      cancel();
      resolve();
    });
  });
}
