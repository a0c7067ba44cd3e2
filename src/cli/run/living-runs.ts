import { listLocks } from '../../run/lock/lock.ts';
import { runOfLock, standingOf } from '../../run/lock/lock-holder.ts';

/** The ids of runs whose process lives, or may live on another controller. */
export async function livingRuns(locks: string): Promise<ReadonlySet<string>> {
  const held = await listLocks(locks);
  return new Set(held.filter((lock) => standingOf(lock) !== 'gone').map(({ id }) => runOfLock(id)));
}
