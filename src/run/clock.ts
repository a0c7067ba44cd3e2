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

/** `20261124-225501`, in UTC. */
export function secondStamp(now: Date): string {
  const [date = '', time = ''] = now.toISOString().split('T');
  return `${date.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}`;
}

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
