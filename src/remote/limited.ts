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
  let stop = () => {};
  const others = new Promise<Limited<Value>>((resolve) => {
    if (timeoutMs !== undefined) cancel = timers.after(timeoutMs, () => resolve({ by: 'deadline' }));
    stop = () => resolve({ by: 'signal' });
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work.then((value): Limited<Value> => ({ by: 'value', value })), others]);
  } finally {
    cancel();
    signal?.removeEventListener('abort', stop);
    work.catch(() => {}); // It lost the race: nobody waits for it any more.
  }
}
