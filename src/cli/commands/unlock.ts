import { listLocks, removeLock } from '../../run/lock.ts';
import { type LockHolder, runOfLock, standingOf } from '../../run/lock-holder.ts';
import { type ExitCode, UsageError } from '../exit-code.ts';
import { stateDirectory } from '../state-directory.ts';
import type { World } from '../world.ts';

export interface UnlockOptions {
  /** Also when its process lives, or nobody here can know. */
  readonly force?: boolean;
}

/** Removes the lock of a run by its id, and says whose it was. @throws UsageError */
export async function unlock(world: World, id: string, { force = false }: UnlockOptions): Promise<ExitCode> {
  const { locks } = stateDirectory(world);
  const held = await listLocks(locks);
  const own = held.filter((lock) => lock.id === id || runOfLock(lock.id) === id);
  if (own.length === 0) throw new UsageError(noSuchLock(id, held));
  for (const lock of own) {
    const standing = standingOf(lock);
    if (standing !== 'gone' && !force) {
      world.stderr.write(`aeon-run: ${refusal(lock, standing)}\n`);
      return 4;
    }
    await removeLock(locks, lock.id);
    world.stdout.write(`${removed(lock, standing)}\n`);
  }
  return 0;
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
  return `removed the lock of run ${run} on ${what}: ${playbook}, since ${since}, ${process}
what it did stands in "aeon-run show ${run}"; "aeon-run resume ${run}" goes on with it`;
}

const standings = {
  gone: 'which is gone',
  alive: 'which still lives',
  elsewhere: 'which was not seen',
} as const;
