import { stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { type RunRecord, readRecord } from '../../run/journal/run-record.ts';
import { UsageError } from '../exit-code.ts';
import type { World } from '../world.ts';
import { findRecord, wordsOfRun } from './find-run.ts';
import { livingRuns } from './living-runs.ts';
import { stateDirectory } from './state-directory.ts';

/** A run of before, to be looked at. */
export interface PastRun extends RunRecord {
  /** Its process lives. */
  readonly isGoingOn: boolean;
  /** What `resume` is called with; absent where the run came to its end, or is none that can go on. */
  readonly resumeWith?: string;
}

/**
 * Of an id as all commands take it, or of the directory of a run that lies elsewhere: an artifact of CI, a rehearsal. Says
 * which lines of its journal could not be read. @throws UsageError
 */
export async function findPastRun(world: World, wanted: string, runDir?: string): Promise<PastRun> {
  const { runs, locks } = stateDirectory(world, runDir);
  const path = /[/\\]/.test(wanted) ? resolve(world.cwd, wanted) : undefined;
  const record = path === undefined ? await findRecord(runs, wanted) : await recordAt(path);
  const { directory, state, start, badLines } = record;
  for (const { number, why } of badLines) {
    world.stderr.write(`line ${number} of ${directory.path}/journal.ndjson is left out: ${why}\n`);
  }
  const isGoingOn = state === 'unfinished' && (await livingRuns(locks)).has(directory.id);
  const canGoOn = !isGoingOn && state !== 'finished' && start.rehearsal === undefined;
  const place = path === undefined ? runDir : dirname(path);
  return { ...record, isGoingOn, ...(canGoOn && { resumeWith: wordsOfRun(world, directory, place) }) };
}

async function recordAt(path: string): Promise<RunRecord> {
  const isDirectory = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  const record = isDirectory ? await readRecord({ id: basename(path), path }) : undefined;
  if (record !== undefined) return record;
  throw new UsageError(
    isDirectory
      ? `${path} holds no run: there is no journal.ndjson in it, or nothing in that`
      : `there is no directory ${path}: name the directory of a run, or a run that "aeon-run runs" lists`,
  );
}
