import { TransportError } from '../transport/errors.ts';
import { type Link, newNonce } from './link.ts';
import { systemTimers, withinTime } from './time/timers.ts';

/** Where a host allows one session on a connection, the command has it. */
const sessionMs = 1500;

/**
 * Does `work` beside what goes on over the link, within the time. The signal of the link is not heeded: a cancelled run
 * still cleans up. Where the link has no room for another session, or is gone, it connects again.
 */
export function inOwnSession<Value>(
  link: Link,
  mostMs: number,
  work: (link: Link) => Promise<Value>,
): Promise<Value> {
  const { timers = systemTimers } = link;
  return withinTime(timers, mostMs, async (signal) => {
    const own: Link = { ...link, attemptId: newNonce(), signal, channelTimeoutMs: mostMs };
    return await work({ ...own, channelTimeoutMs: sessionMs }).catch(async (error: unknown) => {
      if (link.connectAgain === undefined || !(error instanceof TransportError)) throw error;
      await using connection = await link.connectAgain({ timeoutMs: mostMs, signal });
      return await work({ ...own, connection });
    });
  });
}
