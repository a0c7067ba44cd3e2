import { lateReadsMs } from '../../transport/late-reads.ts';
import { onAbort } from './on-abort.ts';
import { systemTimers, type Timers } from './timers.ts';

/** How a wait ended: with its value, by its deadline, or by the signal. */
export type Limited<Value> =
  | { readonly by: 'value'; readonly value: Value }
  | { readonly by: 'deadline' }
  | { readonly by: 'signal' };

/** Waits for `work` until the deadline or the signal, and leaves no timer and no listener behind. */
export async function limited<Value>(
  work: Promise<Value>,
  timeoutMs: number | undefined,
  signal?: AbortSignal,
  timers: Timers = systemTimers,
): Promise<Limited<Value>> {
  let cancel = () => {};
  let forget = () => {};
  const others = new Promise<Limited<Value>>((resolve) => {
    const onDeadline = () => {
      cancel = timers.after(lateReadsMs, () => resolve({ by: 'deadline' }));
    };
    if (timeoutMs !== undefined) cancel = timers.after(timeoutMs, onDeadline);
    const stop = () => resolve({ by: 'signal' });
    if (signal?.aborted) stop();
    else if (signal !== undefined) forget = onAbort(signal, stop);
  });
  try {
    return await Promise.race([work.then((value): Limited<Value> => ({ by: 'value', value })), others]);
  } finally {
    cancel();
    forget();
    work.catch(() => {}); // It lost the race: nobody waits for it any more.
  }
}
