import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../result/why.ts';
import type { RunDirectory } from './run-directory.ts';

/** What `newRunId` makes. */
const runId = /^\d{8}-\d{6}-[0-9a-f]{6}$/;

/** The directories of all runs, oldest first; anything else below `runs` is left alone. */
export async function listRuns(runs: string): Promise<readonly RunDirectory[]> {
  const names = await readdir(runs).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  });
  return names
    .filter((name) => runId.test(name))
    .sort()
    .map((id) => ({ id, path: join(runs, id) }));
}

/** When the run began, from its id. */
export function startOfRun(id: string): Date {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)/.exec(id) ?? [];
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}
