import { rm } from 'node:fs/promises';
import type { RunDirectory } from './run-directory.ts';
import { glanceAt } from './run-glance.ts';
import { listRuns, startOfRun } from './run-list.ts';
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
 * Removes the directories of old runs: those beyond the newest `count`, and those older than `days`. One that was not
 * brought to its end may still be resumed: it goes by its age alone.
 */
export async function pruneRuns({ runs, keeping, now, locked }: PruneParts): Promise<readonly string[]> {
  const all = await listRuns(runs);
  const removed: string[] = [];
  for (const [index, directory] of all.entries()) {
    const isBeyondCount = index < all.length - keeping.count;
    const isOld = now.getTime() - startOfRun(directory.id).getTime() > keeping.days * 86_400_000;
    if (locked.has(directory.id) || !(isOld || (isBeyondCount && (await isFinished(directory))))) continue;
    await rm(directory.path, { recursive: true, force: true });
    removed.push(directory.id);
  }
  return removed;
}

async function isFinished(directory: RunDirectory): Promise<boolean> {
  const glance = await glanceAt(directory);
  return glance === undefined ? false : stateOf(glance.end) === 'finished';
}
