import { linesView } from '../report/lines/lines-view.ts';
import { liveView } from '../report/live/live-view.ts';
import { ndjsonView } from '../report/ndjson/ndjson-view.ts';
import { quietView } from '../report/quiet/quiet-view.ts';
import type { View } from '../report/view.ts';
import { localTimeOfDay, terminalOf, viewClock } from './terminal.ts';
import { isInteractive, type World } from './world.ts';

export type OutputOption = 'auto' | 'live' | 'lines' | 'json' | 'quiet';

/** Events go to stdout as NDJSON, or to stderr for a person: live on a terminal, in plain lines elsewhere. */
export function chooseView(world: World, output: OutputOption): View {
  const { stdout, stderr } = world;
  switch (output) {
    case 'json':
      return ndjsonView({ write: (text) => void stdout.write(text) });
    case 'quiet':
      return quietView(terminalOf(world, stderr), viewClock, localTimeOfDay);
    case 'live':
      return liveView(terminalOf(world, stderr), viewClock);
    case 'lines':
      return lines(world);
    case 'auto':
      return isInteractive(world, stderr) ? liveView(terminalOf(world, stderr), viewClock) : lines(world);
  }
}

function lines(world: World): View {
  return linesView(terminalOf(world, world.stderr), viewClock, { show: 'all', timeOfDay: localTimeOfDay });
}
