import { endTreeSays, endTreeScript } from '../shell/end-tree.ts';
import type { AttemptId } from '../shell/exec-script.ts';
import { type BecomeAs, type Link, newNonce } from './link.ts';
import { runPlain } from './run-plain.ts';

const graceSeconds = 5;

/** What is known about the processes of an attempt after we tried to end them. */
export type TreeEnd = 'gone' | 'maybe_running';

/**
 * Ends all processes of an attempt, through a channel of its own: as the other user first, since only they (or root)
 * may look into their environment, then as the one who logged in. Never throws: without proof it is `maybe_running`.
 * The signal of the link is not heeded: a cancelled run still cleans up.
 */
export async function endTree(link: Link, attemptId: AttemptId, become?: BecomeAs): Promise<TreeEnd> {
  const own: Link = { ...link, attemptId: newNonce(), signal: AbortSignal.timeout(3 * graceSeconds * 1000) };
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
    timeoutMs: 3 * graceSeconds * 1000,
    ...(become !== undefined && { become }),
  });
  return end.exitCode === 0 && end.stdout.trim() === endTreeSays.gone;
}
