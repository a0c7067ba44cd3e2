import { endTreeSays, endTreeScript } from '../shell/end-tree.ts';
import type { AttemptId } from '../shell/exec-script.ts';
import { type BecomeAs, type Link, newNonce } from './link.ts';
import { runPlain } from './run-plain.ts';

/** Between TERM and KILL. */
const graceSeconds = 4;
/** For all of it, so that an interrupted run is over within 10 s. */
const mostMs = 9000;

/** What is known about the processes of an attempt after we tried to end them. */
export type TreeEnd = 'gone' | 'maybe_running';

/**
 * Ends all processes of an attempt, through a channel of its own: as the other user first, since only they (or root)
 * may look into their environment, then as the one who logged in. Never throws: without proof it is `maybe_running`.
 * The signal of the link is not heeded: a cancelled run still cleans up.
 */
export async function endTree(link: Link, attemptId: AttemptId, become?: BecomeAs): Promise<TreeEnd> {
  const own: Link = { ...link, attemptId: newNonce(), signal: AbortSignal.timeout(mostMs) };
  try {
    if (become !== undefined && !(await isGone(own, attemptId, become))) return 'maybe_running';
    return (await isGone(own, attemptId)) ? 'gone' : 'maybe_running';
  } catch {
    return 'maybe_running'; // The link is gone or the host does not answer: nothing is proven.
  }
}

async function isGone(link: Link, attemptId: AttemptId, become?: BecomeAs): Promise<boolean> {
  const end = await runPlain(link, {
    body: () => endTreeScript(attemptId, graceSeconds),
    timeoutMs: mostMs,
    ...(become !== undefined && { become }),
  });
  return end.exitCode === 0 && end.stdout.trim() === endTreeSays.gone;
}
