import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { codeOf } from '../../result/why.ts';
import { makeDirectories } from '../../source/make-directories.ts';
import { heldSentence } from './held-sentence.ts';
import { type LockHolder, ownProcess, runOfLock, standingOf } from './lock-holder.ts';

export interface Lock extends AsyncDisposable {
  readonly holder: LockHolder;
}

/** Another run of this controller is on some of the same machines. Exit code 4. */
export class LockedError extends Error {
  override readonly name = 'LockedError';
  readonly holder: LockHolder;
  /** Those that both want. */
  readonly machines: readonly string[];

  constructor(holder: LockHolder, machines: readonly string[]) {
    super(heldSentence(machines, holder));
    this.holder = holder;
    this.machines = machines;
  }
}

/** A lock that does not tell whose it is. Exit code 4. */
export class DamagedLockError extends Error {
  override readonly name = 'DamagedLockError';
  readonly id: string;

  constructor(path: string, id: string) {
    super(
      `the lock ${path} is damaged, and nobody knows which machines it is about: look whether its run still goes on, then remove it with "aeon-run unlock ${runOfLock(id)}"`,
    );
    this.id = id;
  }
}

const triesForYounger = 20;
const pauseMs = 50;

/**
 * Takes all machines or none: announces the wish in a file of its own, then looks for others. Of two that come at
 * once both see each other: the younger yields and the older waits until it is gone. A lock whose process has died is
 * not broken: only its id does that, by `unlock` or by a resume of its run, whose id goes on with a `+`.
 * @throws LockedError, DamagedLockError
 */
export async function takeLock(
  directory: string,
  wish: Omit<LockHolder, 'pid' | 'controller' | 'startedTicks'>,
): Promise<Lock> {
  const holder: LockHolder = { ...wish, ...ownProcess() };
  await makeDirectories(directory, 0o700);
  const release = () => removeLock(directory, holder.id).then(() => {});
  await announce(directory, holder);
  try {
    await waitForMachines(directory, holder);
    await removeTakenOver(directory, holder);
  } catch (error) {
    await release();
    throw error;
  }
  return { holder, [Symbol.asyncDispose]: release };
}

async function waitForMachines(directory: string, holder: LockHolder): Promise<void> {
  for (let tries = 0; ; tries++) {
    const conflict = await findConflict(directory, holder);
    if (conflict === undefined) return;
    const isYounger = conflict.holder.id > holder.id;
    if (!isYounger || tries === triesForYounger) throw conflict;
    await delay(pauseMs);
  }
}

/** Whether there was such a lock. */
export async function removeLock(directory: string, id: string): Promise<boolean> {
  try {
    await rm(lockFile(directory, id));
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

/** @throws DamagedLockError */
export async function listLocks(directory: string): Promise<readonly LockHolder[]> {
  const names = await readdir(directory).catch((error) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  });
  const locks = await Promise.all(
    names.filter((name) => name.endsWith('.json')).map((name) => readLock(directory, name)),
  );
  return locks.filter((lock) => lock !== undefined);
}

function lockFile(directory: string, id: string): string {
  return join(directory, `${id}.json`);
}

async function announce(directory: string, holder: LockHolder): Promise<void> {
  const temporary = join(directory, `.${holder.id}`);
  await writeFile(temporary, JSON.stringify(holder), { mode: 0o600, flush: true });
  await rename(temporary, lockFile(directory, holder.id));
}

async function findConflict(directory: string, own: LockHolder): Promise<LockedError | undefined> {
  const wanted = new Set(own.machines);
  for (const other of await listLocks(directory)) {
    if (other.id === own.id || isTakenOver(own, other)) continue;
    const shared = other.machines.filter((machine) => wanted.has(machine));
    if (shared.length > 0) return new LockedError(other, shared);
  }
  return undefined;
}

/** A lock of the same run whose process is gone. */
function isTakenOver(own: LockHolder, other: LockHolder): boolean {
  const isOwnRun = own.id.includes('+') && runOfLock(own.id) === runOfLock(other.id);
  return isOwnRun && standingOf(other) === 'gone';
}

async function removeTakenOver(directory: string, own: LockHolder): Promise<void> {
  for (const other of await listLocks(directory)) {
    if (other.id !== own.id && isTakenOver(own, other)) await removeLock(directory, other.id);
  }
}

/** Undefined when it was released meanwhile. */
async function readLock(directory: string, name: string): Promise<LockHolder | undefined> {
  const path = join(directory, name);
  try {
    return JSON.parse(await readFile(path, 'utf8')) as LockHolder; // Written by `announce`, whole.
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    if (error instanceof SyntaxError) throw new DamagedLockError(path, name.slice(0, -'.json'.length));
    throw error;
  }
}
