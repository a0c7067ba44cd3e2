import { endTree, endTreeMs } from '../../remote/command/end-tree.ts';
import type { BecomeAs, Link } from '../../remote/link.ts';
import { isCut, TaskFailure } from '../../result/task-failure.ts';
import { type Attempt, becomeOf, linkAtAnyTime } from '../attempt/attempt.ts';

/** A script that was left alone is ended on the host too. */
export async function endIfCutShort(error: unknown, link: Link, become?: BecomeAs): Promise<void> {
  const isCutShort =
    error instanceof TaskFailure && (error.reason === 'timeout' || error.reason === 'cancelled');
  if (!isCutShort) return;
  const mostMs = error.reason === 'timeout' ? endTreeMs.timedOut : endTreeMs.interrupted;
  await endTree(link, { attemptId: link.attemptId, become, mostMs });
}

/** The same, also where its link was lost: then over the next one, while the run goes on. */
export async function endLeftAlone(
  error: unknown,
  { attempt, link, become }: { readonly attempt: Attempt; readonly link: Link; readonly become?: BecomeAs },
): Promise<void> {
  await endIfCutShort(error, link, become);
  if (isCut(error)) attempt.run.afterwards.start([() => endOverNextLink(attempt)]);
}

/** A link that froze is still there for the host, which goes on to wait for what comes over it. Never rejects. */
async function endOverNextLink(attempt: Attempt): Promise<void> {
  const { run, host, stage, attemptId } = attempt;
  using _link = run.connections.hold(host, stage.id);
  const link = await linkAtAnyTime(attempt).catch(() => undefined);
  if (link === undefined) return;
  // Anew, as the password of that attempt is asked for no more.
  const { become } = await becomeOf(attempt).catch(() => ({ become: undefined }));
  await endTree(link, { attemptId, become, mostMs: endTreeMs.interrupted });
}
