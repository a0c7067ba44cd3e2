import { rm, stat } from 'node:fs/promises';
import { journalOf, type RunDirectory } from './run-directory.ts';
import { glanceAt } from './run-glance.ts';
import { startOfRun } from './run-id.ts';
import { listRuns } from './run-list.ts';
import { stateOf } from './run-record.ts';

/** How many runs are kept, and for how long. */
export interface Keeping {
  readonly count: number;
  readonly days: number;
}

export const usualKeeping: Keeping = { count: 100, days: 90 };

export interface PruneParts {
  readonly runs: string;
  readonly keeping: Keeping;
  readonly now: Date;
  /** Runs that hold a lock are never removed. */
  readonly locked: ReadonlySet<string>;
}

/**
 * Removes the directories of old runs: those beyond the newest `count` that began, and those older than `days`. One that was
 * not brought to its end may still be resumed: it goes by its age alone.
 */
export async function pruneRuns({ runs, keeping, now, locked }: PruneParts): Promise<readonly string[]> {
  const all = await listRuns(runs);
  const removed: string[] = [];
  const oldestKept = await oldestOf(all, keeping.count, locked);
  for (const directory of all) {
    const isBeyondCount = directory.id < oldestKept;
    const isOld = now.getTime() - startOfRun(directory.id).getTime() > keeping.days * 86_400_000;
    if (locked.has(directory.id) || !(isOld || (isBeyondCount && (await isFinished(directory))))) continue;
    await rm(directory.path, { recursive: true, force: true });
    removed.push(directory.id);
  }
  return removed;
}

/** The id of the oldest among the newest `count` that began; '' where there are no more than that. */
async function oldestOf(
  all: readonly RunDirectory[],
  count: number,
  locked: ReadonlySet<string>,
): Promise<string> {
  if (all.length <= count) return '';
  let begun = 0;
  for (const directory of all.toReversed()) {
    if (locked.has(directory.id) || (await hasBegun(directory))) begun++;
    if (begun === count) return directory.id;
  }
  return '';
}

async function hasBegun(directory: RunDirectory): Promise<boolean> {
  return stat(journalOf(directory)).then(
    ({ size }) => size > 0,
    () => false,
  );
}

async function isFinished(directory: RunDirectory): Promise<boolean> {
  const glance = await glanceAt(directory);
  return glance === undefined ? false : stateOf(glance.end) === 'finished';
}
