import { linesView } from '../../report/lines/lines-view.ts';
import { ndjsonView } from '../../report/ndjson/ndjson-view.ts';
import { summaryView } from '../../report/summary/summary-view.ts';
import type { Terminal } from '../../report/terminal.ts';
import type { View } from '../../report/view.ts';
import type { ExitCode } from '../exit-code.ts';
import { execView, isExecRun, nowhere, silentView } from '../run/exec-view.ts';
import { findPastRun, type PastRun } from '../run/past-run.ts';
import { localTimeOfDay, terminalOf, viewClock } from '../terminal.ts';
import type { World } from '../world.ts';

export interface ShowOptions {
  readonly output: 'summary' | 'lines' | 'json';
  readonly runDir?: string;
}

/** Draws a run of before with the views that draw one that goes on. */
export async function show(world: World, wanted: string, options: ShowOptions): Promise<ExitCode> {
  const run = await findPastRun(world, wanted, options.runDir);
  const { history, directory, state, isGoingOn, resumeWith } = run;
  const view = viewOf(world, options, run);
  for (const event of history) view.onEvent(event);
  view.close();
  if (isGoingOn) world.stderr.write(`run ${directory.id} is still going on: this is how far it has come\n`);
  else if (resumeWith !== undefined) {
    world.stderr.write(`${state}: "aeon-run resume ${resumeWith}" goes on with it\n`);
  }
  return 0;
}

function viewOf(world: World, { output }: ShowOptions, run: PastRun): View {
  const terminal = terminalOf(world, world.stdout);
  if (output === 'json') return ndjsonView({ write: (text) => void world.stdout.write(text) });
  const { start, directory, isGoingOn } = run;
  const isExec = isExecRun(start.playbook, start.stages[0]?.kind);
  const lines = (result: Terminal) =>
    linesView(terminal, viewClock, { show: 'all', timeOfDay: localTimeOfDay, result });
  if (!isExec) return output === 'lines' ? lines(terminal) : summaryView(terminal, { isGoingOn });
  return execView({
    directory: directory.path,
    isGoingOn,
    result: terminal,
    ...(output === 'lines'
      ? { progress: lines(nowhere), messages: terminal }
      : { progress: silentView, messages: terminalOf(world, world.stderr) }),
  });
}
