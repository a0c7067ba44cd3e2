import { isOfCommandLine } from '../../playbook/stage/one-stage.ts';
import { resultsFold } from '../../report/results-json/results-fold.ts';
import type { RunSummary } from '../../report/run-table.ts';
import type { RunDirectory } from '../../run/journal/run-directory.ts';
import { glanceAt, type RunGlance } from '../../run/journal/run-glance.ts';
import { startOfRun } from '../../run/journal/run-id.ts';
import { readRecord, stateOf } from '../../run/journal/run-record.ts';

/** Of a run that has ended, without reading its whole journal, which may be large. */
export async function summarizeRun(directory: RunDirectory): Promise<RunSummary> {
  const { id, path } = directory;
  const glance = await glanceAt(directory);
  if (glance === undefined) {
    return { run_id: id, started: startOfRun(id).toISOString(), state: 'unfinished', directory: path };
  }
  const { start, end } = glance;
  return {
    run_id: id,
    started: start.at,
    state: stateOf(end),
    directory: path,
    ...(!isOfCommandLine(start.playbook.path) && { playbook: start.playbook.path }),
    name: start.playbook.name,
    ...(await hostsOf(directory, glance)),
    ...(end !== undefined && { exit_code: end.exitCode, duration_seconds: end.durationMs / 1000 }),
  };
}

async function hostsOf(directory: RunDirectory, { start, end }: RunGlance) {
  if (end?.tally !== undefined) return { ok: end.tally.ok, total: end.tally.planned };
  const fold = resultsFold();
  const record = await readRecord(directory);
  for (const event of record?.history ?? []) fold.onEvent(event);
  return { ok: fold.results()?.successful ?? 0, total: start.hosts.length };
}
