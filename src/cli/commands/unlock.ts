import { join } from 'node:path';
import { DamagedLockError, listLocks, removeLock } from '../../run/lock/lock.ts';
import { type LockHolder, runOfLock, runWords, standingOf } from '../../run/lock/lock-holder.ts';
import { type ExitCode, UsageError } from '../exit-code.ts';
import { hasInventory, type InventoryOptions } from '../plan/load-inventory.ts';
import { readKeptInvocation } from '../ready/invocation.ts';
import { keptRuns, meantId } from '../run/find-run.ts';
import { lockedHosts } from '../run/locked-hosts.ts';
import { stateDirectory } from '../run/state-directory.ts';
import type { World } from '../world.ts';

export interface UnlockOptions extends InventoryOptions {
  readonly limit?: string;
  readonly runDir?: string;
  /** Also when its process lives, or nobody here can know. */
  readonly force?: boolean;
}

/** Removes the locks of a run, here and on hosts, and says whose they were. @throws UsageError */
export async function unlock(world: World, wanted: string, options: UnlockOptions): Promise<ExitCode> {
  const { force = false } = options;
  const { locks, runs } = stateDirectory(world, options.runDir);
  if (await removeDamaged(locks, wanted)) {
    world.stdout.write(`removed the damaged lock of run ${wanted}\n`);
    return 0;
  }
  const held = await listLocks(locks);
  const known = [...(await keptRuns(runs)), ...held].map((each) => runOfLock(each.id));
  const id = meantId([...new Set(known)].sort(), wanted) ?? wanted; // That of a run of another controller.
  const own = held.filter((lock) => lock.id === id || runOfLock(lock.id) === id);
  for (const lock of own) {
    const standing = standingOf(lock);
    if (standing !== 'gone' && !force) {
      world.stderr.write(`aeon-run: ${refusal(lock, standing)}\n`);
      return 4;
    }
    await removeLock(locks, lock.id);
    world.stdout.write(`${removed(lock, standing)}\n${await whatNext(lock, runs)}\n`);
  }
  // Its own one is gone by now: whatever is not known of its hosts, nothing here keeps it from being started anew.
  const runsThen = own[0]?.runDir ?? runs;
  const onHosts = hasInventory(options)
    ? { cwd: world.cwd, options }
    : await lockedHosts(runsThen, runOfLock(id));
  if (onHosts === undefined && own.length === 0) throw new UsageError(noSuchLock(id, held));
  if (onHosts === undefined) return 0;
  const { unlockHosts } = await import('../run/unlock-hosts.ts');
  return unlockHosts({ ...world, cwd: onHosts.cwd }, runOfLock(id), { ...onHosts.options, force });
}

/** Of the first one that there is; the others are told then. */
async function removeDamaged(locks: string, id: string): Promise<boolean> {
  const error = await listLocks(locks).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof DamagedLockError) || runOfLock(error.id) !== id) return false;
  return removeLock(locks, error.id);
}

function noSuchLock(id: string, held: readonly LockHolder[]): string {
  const ids = held.map((lock) => runOfLock(lock.id));
  const there = ids.length === 0 ? 'nothing is locked' : `there are: ${[...new Set(ids)].join(', ')}`;
  return `there is no lock of a run ${id}: ${there}`;
}

function refusal(lock: LockHolder, standing: 'alive' | 'elsewhere'): string {
  const { pid, controller } = lock;
  const run = runOfLock(lock.id);
  const force = `aeon-run unlock ${run} --force`;
  return standing === 'alive'
    ? `run ${run} is still going on, in process ${pid}: wait for it, or end that process first ("${force}" removes the lock all the same)`
    : `run ${run} belongs to process ${pid} on ${controller}, and nobody here can know whether it lives: look there, then use "${force}"`;
}

function removed(lock: LockHolder, standing: ReturnType<typeof standingOf>): string {
  const { pid, controller, playbook, since, machines } = lock;
  const run = runOfLock(lock.id);
  const process = `process ${pid} on ${controller}, ${standings[standing]}`;
  const [first = 'no machine', ...others] = machines;
  const what = others.length === 0 ? first : `${first} and ${others.length} more`;
  return `removed the lock of run ${run} on ${what}: ${playbook}, since ${since}, ${process}`;
}

async function whatNext(lock: LockHolder, runs: string): Promise<string> {
  const id = runOfLock(lock.id);
  const directory = { id, path: join(lock.runDir ?? runs, id) };
  const words = runWords(lock);
  const isMasked = await readKeptInvocation(directory).then(
    (kept) => kept.isMasked,
    () => false,
  );
  const next = isMasked
    ? 'its command line held a secret, which is kept nowhere, so it is started anew'
    : `"aeon-run resume ${words}" goes on with it`;
  return `what it did stands in "aeon-run show ${words}"; ${next}`;
}

const standings = {
  gone: 'which is gone',
  alive: 'which still lives',
  elsewhere: 'which was not seen',
} as const;
