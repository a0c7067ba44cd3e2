import { type Keeping, pruneRuns, usualKeeping } from '../../run/journal/prune.ts';
import { listLocks } from '../../run/lock/lock.ts';
import { runOfLock } from '../../run/lock/lock-holder.ts';
import { UsageError } from '../exit-code.ts';
import type { World } from '../world.ts';
import type { StateDirectory } from './state-directory.ts';

/** What the user wants to keep. @throws UsageError */
export function keepingOf({ env }: World): Keeping {
  return {
    count: wholeNumber(env, 'AEON_KEEP_RUNS') ?? usualKeeping.count,
    days: wholeNumber(env, 'AEON_KEEP_DAYS') ?? usualKeeping.days,
  };
}

/** Never a reason to stop: what cannot be removed stays. */
export async function pruneOldRuns(
  keeping: Keeping,
  { runs, locks }: Pick<StateDirectory, 'runs' | 'locks'>,
): Promise<void> {
  const held = await listLocks(locks).catch(() => undefined);
  if (held === undefined) return;
  const locked = new Set(held.map(({ id }) => runOfLock(id)));
  await pruneRuns({ runs, keeping, now: new Date(), locked }).catch(() => {});
}

function wholeNumber(env: World['env'], name: string): number | undefined {
  const text = env[name];
  if (text === undefined || text === '') return undefined;
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new UsageError(`${name} has to be a whole number from 1, and it is ${JSON.stringify(text)}`);
}
