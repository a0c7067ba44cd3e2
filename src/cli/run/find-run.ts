import { basename, dirname, resolve } from 'node:path';
import { didYouMean } from '../../document/nearest.ts';
import { codeOf } from '../../result/why.ts';
import type { RunDirectory } from '../../run/journal/run-directory.ts';
import { listRuns } from '../../run/journal/run-list.ts';
import { type RunRecord, readRecord } from '../../run/journal/run-record.ts';
import { runWords } from '../../run/lock/lock-holder.ts';
import { UsageError } from '../exit-code.ts';
import type { World } from '../world.ts';
import { stateDirectory } from './state-directory.ts';

const isRehearsal =
  'is a rehearsal: nothing was changed, so there is nothing to go on with. show and report take its directory, with a slash in it; aeon-run simulate rehearses it again';

/** A run may be named by its directory too, as its last lines name it: then it is the one of that name there. */
export function runNamed<Options extends { readonly runDir?: string }>(
  world: World,
  name: string,
  options: Options,
): { readonly wanted: string; readonly options: Options } {
  if (!/[/\\]/.test(name)) return { wanted: name, options };
  const path = resolve(world.cwd, name);
  const runDir = dirname(path);
  const isUsual = runDir === stateDirectory(world).runs;
  return { wanted: basename(path), options: isUsual ? options : { ...options, runDir } };
}

/** The run of an id, of the beginning of one that no other has, or the newest one: `last`. @throws UsageError */
export async function findRun(runs: string, wanted: string): Promise<RunDirectory> {
  if (/(?:^|\/)rehearsal-[0-9a-f]+\/?$/.test(wanted)) throw new UsageError(`${wanted} ${isRehearsal}`);
  const all = await keptRuns(runs);
  if (all.length === 0) throw new UsageError(`there are no runs in ${runs}`);
  const ids = all.map(({ id }) => id);
  const meant = meantId(ids, wanted);
  const found = all.find(({ id }) => id === meant);
  if (found !== undefined) return found;
  const advice = didYouMean(wanted, ids) ?? 'aeon-run runs lists them.';
  throw new UsageError(`there is no run ${wanted}: ${advice}`);
}

/** Oldest first. @throws UsageError where nobody can look */
export async function keptRuns(runs: string): Promise<readonly RunDirectory[]> {
  return listRuns(runs).catch((error: unknown) => {
    const code = codeOf(error);
    const why =
      code === 'ENOTDIR' ? 'it is no directory' : code === 'EACCES' ? 'you may not read it' : undefined;
    if (why === undefined) throw error;
    throw new UsageError(`the runs in ${runs} cannot be listed: ${why}. --run-dir looks elsewhere`);
  });
}

/** Of ids from the oldest to the newest, the one that is meant so; undefined where none is. @throws UsageError where several are */
export function meantId(ids: readonly string[], wanted: string): string | undefined {
  if (ids.includes(wanted)) return wanted;
  const found = wanted === 'last' ? ids.slice(-1) : ids.filter((id) => id.startsWith(wanted));
  const [first, second] = found;
  if (second === undefined) return first;
  throw new UsageError(
    `${found.length} runs begin with ${wanted}, from ${first} to ${found.at(-1)}: write more of the id`,
  );
}

/** With what its journal tells. @throws UsageError */
export async function findRecord(runs: string, wanted: string): Promise<RunRecord> {
  const directory = await findRun(runs, wanted);
  const record = await readRecord(directory);
  if (record !== undefined) return record;
  throw new UsageError(
    `run ${directory.id} was stopped before it began: its journal ${directory.path}/journal.ndjson holds nothing, and nothing was started`,
  );
}

/** What a command is called with that is to find the run again: its id, and `--run-dir` where that was said. */
export function wordsOfRun({ cwd }: World, { id }: RunDirectory, runDir: string | undefined): string {
  return runWords({ id, ...(runDir !== undefined && { runDir: resolve(cwd, runDir) }) });
}
