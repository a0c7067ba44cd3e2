import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where a run keeps what it learned; for its owner's eyes alone. */
export interface RunDirectory {
  readonly id: string;
  readonly path: string;
}

/** Sorts by time: `20261124-225501-3f9a2c`. */
export function newRunId(now: Date): string {
  const [date = '', time = ''] = now.toISOString().split('T');
  return `${date.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}-${randomBytes(3).toString('hex')}`;
}

/** @throws the system's error when it cannot be made. */
export async function makeRunDirectory(runs: string, id: string): Promise<RunDirectory> {
  const path = join(runs, id);
  await mkdir(runs, { recursive: true, mode: 0o700 });
  await mkdir(path, { mode: 0o700 });
  return { id, path };
}

export async function writePrivate(directory: RunDirectory, name: string, text: string): Promise<void> {
  await writeFile(join(directory.path, name), text, { mode: 0o600 });
}
