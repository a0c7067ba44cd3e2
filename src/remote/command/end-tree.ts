import { type AttemptId, tagOf, tagText } from '../../shell/attempt-tag.ts';
import { endTreeSays, endTreeScript } from '../../shell/end-tree.ts';
import type { BecomeAs, Link } from '../link.ts';
import { inOwnSession } from '../own-session.ts';
import { runPlain } from './run-plain.ts';

/** Between TERM and KILL. */
const graceSeconds = 4;

/** Where people look for what may still run: programs have the tag in their environment, our shell in its arguments. */
export function whereToLook(attemptId: AttemptId): string {
  return `look for ${tagText(tagOf(attemptId))} in /proc/*/environ and /proc/*/cmdline`;
}

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
 */
export async function endTree(link: Link, tree: TreeToEnd): Promise<TreeEnd> {
  try {
    return await inOwnSession(link, tree.mostMs, (own) => endOver(own, tree));
  } catch {
    return 'maybe_running'; // The host does not answer, or the link is gone: nothing is proven.
  }
}

async function endOver(link: Link, { attemptId, become, mostMs }: TreeToEnd): Promise<TreeEnd> {
  if (become !== undefined && !(await isGone(link, attemptId, mostMs, become))) return 'maybe_running';
  return (await isGone(link, attemptId, mostMs)) ? 'gone' : 'maybe_running';
}

async function isGone(
  link: Link,
  attemptId: AttemptId,
  timeoutMs: number,
  become?: BecomeAs,
): Promise<boolean> {
  const end = await runPlain(link, {
    body: () => endTreeScript(tagOf(attemptId), graceSeconds),
    timeoutMs,
    ...(become !== undefined && { become }),
  });
  return end.exitCode === 0 && end.stdout.trim() === endTreeSays.gone;
}
