import { endTreeSays, endTreeScript } from '../shell/end-tree.ts';
import type { AttemptId } from '../shell/exec-script.ts';
import { type BecomeAs, type Link, newNonce } from './link.ts';
import { runPlain } from './run-plain.ts';
import { systemTimers, withinTime } from './timers.ts';

/** Between TERM and KILL. */
const graceSeconds = 4;

/** How long to try: an interrupted run has to be over within 10 s, a slow host may take longer after a timeout. */
export const endTreeMs = { interrupted: 7000, timedOut: 20_000 } as const;

/** What is known about the processes of an attempt after we tried to end them. */
export type TreeEnd = 'gone' | 'maybe_running';

export interface TreeToEnd {
  readonly attemptId: AttemptId;
  readonly become?: BecomeAs | undefined;
  readonly mostMs: number;
}

/**
 * Ends all processes of an attempt, through a channel of its own: as the other user first, since only they (or root)
 * may look into their environment, then as the one who logged in. Never throws: without proof it is `maybe_running`.
 * The signal of the link is not heeded: a cancelled run still cleans up.
 */
export async function endTree(link: Link, { attemptId, become, mostMs }: TreeToEnd): Promise<TreeEnd> {
  try {
    return await withinTime(link.timers ?? systemTimers, mostMs, async (signal) => {
      const own: Link = { ...link, attemptId: newNonce(), signal };
      if (become !== undefined && !(await isGone(own, attemptId, mostMs, become))) return 'maybe_running';
      return (await isGone(own, attemptId, mostMs)) ? 'gone' : 'maybe_running';
    });
  } catch {
    return 'maybe_running'; // The link is gone or the host does not answer: nothing is proven.
  }
}

async function isGone(
  link: Link,
  attemptId: AttemptId,
  timeoutMs: number,
  become?: BecomeAs,
): Promise<boolean> {
  const end = await runPlain(link, {
    body: () => endTreeScript(attemptId, graceSeconds),
    timeoutMs,
    ...(become !== undefined && { become }),
  });
  return end.exitCode === 0 && end.stdout.trim() === endTreeSays.gone;
}
