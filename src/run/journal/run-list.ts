import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../result/why.ts';
import type { RunDirectory } from './run-directory.ts';
import { isRunId } from './run-id.ts';

/** The directories of all runs, oldest first; anything else below `runs` is left alone. */
export async function listRuns(runs: string): Promise<readonly RunDirectory[]> {
  const names = await readdir(runs).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  });
  return names
    .filter(isRunId)
    .sort()
    .map((id) => ({ id, path: join(runs, id) }));
}
