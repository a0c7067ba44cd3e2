import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { resultsFold } from '../../report/results-json/results-fold.ts';
import type { RunRecord } from '../../run/journal/run-record.ts';
import { listLocks, removeLock } from '../../run/lock/lock.ts';
import { runOfLock, standingOf } from '../../run/lock/lock-holder.ts';
import type { World } from '../world.ts';
import { readInvocation } from './invocation.ts';
import { resultsFile, writeResults } from './write-results.ts';

/** Does what a process left undone that was killed behind the last event of its run: its results and its lock. */
export async function bringToEnd(world: World, record: RunRecord, locks: string): Promise<void> {
  const { directory } = record;
  if (!existsSync(join(directory.path, resultsFile))) await writeMissingResults(world, record);
  for (const lock of await listLocks(locks)) {
    if (runOfLock(lock.id) === directory.id && standingOf(lock) === 'gone') await removeLock(locks, lock.id);
  }
}

async function writeMissingResults(world: World, { directory, history }: RunRecord): Promise<void> {
  const { cwd, options } = await readInvocation(directory);
  const fold = resultsFold();
  for (const event of history) fold.onEvent(event);
  const { results } = options;
  writeResults(fold.results(), {
    world: { ...world, cwd },
    directory,
    ...(results !== undefined && { results }),
  });
}
