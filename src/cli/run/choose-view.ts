import { linesView } from '../../report/lines/lines-view.ts';
import { liveView } from '../../report/live/live-view.ts';
import { ndjsonView } from '../../report/ndjson/ndjson-view.ts';
import { quietView } from '../../report/quiet/quiet-view.ts';
import type { ViewClock } from '../../report/terminal.ts';
import type { View } from '../../report/view.ts';
import { localTimeOfDay, terminalOf } from '../terminal.ts';
import { isInteractive, type World } from '../world.ts';

export type OutputOption = 'auto' | 'live' | 'lines' | 'json' | 'quiet';

/**
 * For programs all events on stdout. For people what goes on is told on stderr, live on a terminal and in plain lines
 * elsewhere, and what came out of it on stdout.
 */
export function chooseView(world: World, output: OutputOption, clock: ViewClock): View {
  const progress = terminalOf(world, world.stderr);
  const result = terminalOf(world, world.stdout);
  const plain = { timeOfDay: localTimeOfDay, result };
  switch (output) {
    case 'json':
      return ndjsonView(result);
    case 'quiet':
      return quietView(progress, clock, plain);
    case 'live':
      return liveView(progress, clock, result);
    case 'lines':
      return linesView(progress, clock, { show: 'all', ...plain });
    case 'auto':
      return chooseView(world, isInteractive(world, world.stderr) ? 'live' : 'lines', clock);
  }
}
