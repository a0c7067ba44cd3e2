import { chmod, mkdir, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** All that the fleet puts into the temporary directory is in here, so that a sweep finds it. */
export const fleetRoot = join(tmpdir(), 'aeon-fleet');

/** In memory, for what cannot be in the temporary directory. */
export const memoryRoot = '/dev/shm/aeon-fleet';

/**
 * A new directory that carries the id and the start time of this process in its name: a sweep removes it once that
 * process is gone. Others may pass through it, as the homes of test users are inside.
 */
export async function makeOwnedDirectory(purpose: string, root = fleetRoot): Promise<string> {
  await mkdir(root, { recursive: true, mode: 0o711 });
  const directory = await mkdtemp(join(root, `${purpose}-${await ownerMark()}-`));
  await chmod(directory, 0o711);
  return directory;
}

/** `<pid>-<start time in ticks since boot>`: a pid alone can be given out again. */
export async function ownerMark(): Promise<string> {
  return `${process.pid}-${await startTicks('self')}`;
}

/** The mark in the name of a directory that `makeOwnedDirectory` made. */
export function ownerOf(directoryName: string): string | undefined {
  return /-(\d+-\d+)-\w{6}$/.exec(directoryName)?.[1];
}

export async function isOwnerAlive(mark: string): Promise<boolean> {
  const [pid = ''] = mark.split('-');
  return (await startTicks(pid)) === mark.split('-')[1];
}

/** Undefined when there is no such process. */
async function startTicks(pid: string): Promise<string | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // proc(5): starttime is field 22; the name in field 2 may hold spaces, so count from behind its bracket.
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[19];
}
