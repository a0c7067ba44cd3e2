import { endTree, endTreeMs } from '../../remote/end-tree.ts';
import type { BecomeAs, Link } from '../../remote/link.ts';
import { TaskFailure } from '../../result/task-failure.ts';
import type { ProgressStep } from '../../stages/step.ts';
import type { Attempt } from '../attempt.ts';

/** @throws TaskFailure `cancelled` */
export function stopWhenCancelled({
  run,
  past,
  whenJournaled,
}: Pick<Attempt, 'run' | 'past' | 'whenJournaled'>): undefined {
  const hasBegun = past !== undefined || whenJournaled.length > 0;
  if (run.signal.aborted)
    throw new TaskFailure('cancelled', 'the run was cancelled', hasBegun ? {} : { ran: 'no' });
}

export function tell({ run, stage, host }: Attempt, { kind: _, ...progress }: ProgressStep): undefined {
  run.events.progress({ type: 'progress', stage: stage.id, host, ...progress });
}

/** A script that was left alone is ended on the host too. */
export async function endIfCutShort(error: unknown, link: Link, become?: BecomeAs): Promise<void> {
  const isCutShort =
    error instanceof TaskFailure && (error.reason === 'timeout' || error.reason === 'cancelled');
  if (!isCutShort) return;
  const mostMs = error.reason === 'timeout' ? endTreeMs.timedOut : endTreeMs.interrupted;
  await endTree(link, { attemptId: link.attemptId, become, mostMs });
}
