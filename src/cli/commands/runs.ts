import { jsonText } from '../../document/json-text.ts';
import { type RunSummary, runTable } from '../../report/run-table.ts';
import { symbolsOf } from '../../report/text/symbols.ts';
import type { ExitCode } from '../exit-code.ts';
import { keptRuns } from '../run/find-run.ts';
import { livingRuns } from '../run/living-runs.ts';
import { stateDirectory } from '../run/state-directory.ts';
import { summarizeRun } from '../run/summarize-run.ts';
import { localTime, terminalOf } from '../terminal.ts';
import type { World } from '../world.ts';

export interface RunsOptions {
  readonly json?: boolean;
  readonly runDir?: string;
}

/** Lists the runs that are kept, newest first. */
export async function runs(world: World, options: RunsOptions): Promise<ExitCode> {
  const directories = stateDirectory(world, options.runDir);
  const living = await livingRuns(directories.locks);
  const summaries: RunSummary[] = [];
  for (const directory of (await keptRuns(directories.runs)).toReversed()) {
    const summary = await summarizeRun(directory);
    const isRunning = summary.state === 'unfinished' && living.has(directory.id);
    summaries.push(isRunning ? { ...summary, state: 'running' } : summary);
  }
  if (options.json) world.stdout.write(jsonText(summaries));
  else if (summaries.length === 0) world.stderr.write(`there are no runs in ${directories.runs}\n`);
  else writeTable(world, summaries);
  return 0;
}

function writeTable(world: World, summaries: readonly RunSummary[]): void {
  const terminal = terminalOf(world, world.stdout);
  const look = { localTime, columns: terminal.columns(), ellipsis: symbolsOf(terminal).ellipsis };
  terminal.write(`${runTable(summaries, look).join('\n')}\n`);
}
