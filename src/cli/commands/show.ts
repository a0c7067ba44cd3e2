import { linesView } from '../../report/lines/lines-view.ts';
import { ndjsonView } from '../../report/ndjson/ndjson-view.ts';
import { summaryView } from '../../report/summary/summary-view.ts';
import type { View } from '../../report/view.ts';
import type { ExitCode } from '../exit-code.ts';
import { findPastRun } from '../run/past-run.ts';
import { localTimeOfDay, terminalOf, viewClock } from '../terminal.ts';
import type { World } from '../world.ts';

export interface ShowOptions {
  readonly output: 'summary' | 'lines' | 'json';
  readonly runDir?: string;
}

/** Draws a run of before with the views that draw one that goes on. */
export async function show(world: World, wanted: string, options: ShowOptions): Promise<ExitCode> {
  const { history, directory, state, isGoingOn, resumeWith } = await findPastRun(
    world,
    wanted,
    options.runDir,
  );
  const view = viewOf(world, options, isGoingOn);
  for (const event of history) view.onEvent(event);
  view.close();
  if (isGoingOn) world.stderr.write(`run ${directory.id} is still going on: this is how far it has come\n`);
  else if (resumeWith !== undefined) {
    world.stderr.write(`${state}: "aeon-run resume ${resumeWith}" goes on with it\n`);
  }
  return 0;
}

function viewOf(world: World, { output }: ShowOptions, isGoingOn: boolean): View {
  const terminal = terminalOf(world, world.stdout);
  switch (output) {
    case 'summary':
      return summaryView(terminal, { isGoingOn });
    case 'lines':
      return linesView(terminal, viewClock, { show: 'all', timeOfDay: localTimeOfDay });
    case 'json':
      return ndjsonView({ write: (text) => void world.stdout.write(text) });
  }
}
