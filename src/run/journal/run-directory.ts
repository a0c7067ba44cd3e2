import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { whyOf } from '../../result/why.ts';
import { whyNotWritten } from '../../result/why-not-written.ts';
import { makeDirectories } from '../../source/make-directories.ts';
import { JournalError } from './journal.ts';

/** Where a run keeps what it learned; for its owner's eyes alone. */
export interface RunDirectory {
  readonly id: string;
  readonly path: string;
}

export function journalOf({ path }: RunDirectory): string {
  return join(path, 'journal.ndjson');
}

/** @throws JournalError when it cannot be made: then nothing was started. */
export async function makeRunDirectory(runs: string, id: string): Promise<RunDirectory> {
  const path = join(runs, id);
  try {
    await makeDirectories(runs, 0o700);
    await mkdir(path, { mode: 0o700 });
  } catch (cause) {
    throw unusable(runs, cause);
  }
  return { id, path };
}

/** Before the run begins. The file is the old one or the whole new one. @throws JournalError */
export async function writePrivate(directory: RunDirectory, name: string, text: string): Promise<void> {
  const path = join(directory.path, name);
  const part = `${path}.part`;
  try {
    await writeFile(part, text, { mode: 0o600 });
    await rename(part, path);
  } catch (cause) {
    throw unusable(path, cause);
  }
}

function unusable(path: string, cause: unknown): JournalError {
  const why = whyNotWritten(cause) ?? whyOf(cause);
  const advice = 'choose another place with --run-dir';
  return new JournalError(`${path} cannot be written, so nothing was started: ${why}; ${advice}`, { cause });
}
