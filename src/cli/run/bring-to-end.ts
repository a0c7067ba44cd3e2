import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { resultsFold } from '../../report/results-json/results-fold.ts';
import type { RunDirectory } from '../../run/journal/run-directory.ts';
import type { RunRecord } from '../../run/journal/run-record.ts';
import { listLocks, removeLock } from '../../run/lock/lock.ts';
import { runOfLock, standingOf } from '../../run/lock/lock-holder.ts';
import { mask } from '../../secret/masker.ts';
import { readKeptInvocation } from '../ready/invocation.ts';
import type { World } from '../world.ts';
import { type ResultsPlaces, resultsFile, writeResults } from './write-results.ts';

/** Does what a process left undone that was killed behind the last event of its run: its results and its lock. */
export async function bringToEnd(world: World, record: RunRecord, locks: string): Promise<void> {
  const { directory } = record;
  if (!existsSync(join(directory.path, resultsFile))) await writeMissingResults(world, record);
  for (const lock of await listLocks(locks)) {
    if (runOfLock(lock.id) === directory.id && standingOf(lock) === 'gone') await removeLock(locks, lock.id);
  }
}

async function writeMissingResults(world: World, { directory, history }: RunRecord): Promise<void> {
  const fold = resultsFold();
  for (const event of history) fold.onEvent(event);
  writeResults(fold.results(), { directory, ...(await placesThen(world, directory)) });
}

/** Where its command line wanted them too, unless a secret was in the words that say it. */
async function placesThen(world: World, directory: RunDirectory): Promise<Omit<ResultsPlaces, 'directory'>> {
  const { cwd, options, isMasked } = await readKeptInvocation(directory);
  const { results } = options;
  const then = { ...world, cwd };
  if (results === undefined) return { world: then };
  if (!isMasked || !`${cwd} ${results}`.includes(mask)) return { world: then, results };
  world.stderr.write(
    `aeon-run: the results are in ${directory.path} alone: where --results wanted them too held a secret, which is kept nowhere\n`,
  );
  return { world: then };
}
