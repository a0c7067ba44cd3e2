import { guestView, type OnFault } from '../../report/guest-view.ts';
import { linesView } from '../../report/lines/lines-view.ts';
import { liveView } from '../../report/live/live-view.ts';
import { ndjsonView } from '../../report/ndjson/ndjson-view.ts';
import { quietView } from '../../report/quiet/quiet-view.ts';
import type { Terminal, ViewClock } from '../../report/terminal.ts';
import type { View } from '../../report/view.ts';
import type { VirtualTime } from '../../simulate/time/virtual-time.ts';
import type { OutputOption } from '../run/choose-view.ts';
import { terminalOf, viewClock } from '../terminal.ts';
import { isInteractive, type World } from '../world.ts';

export interface RehearsalViewOptions {
  readonly output: OutputOption;
  readonly realTime?: number;
  /** Gets the summary. */
  readonly result: Terminal;
  readonly onFault: OnFault;
}

/** More hosts than this are not told one by one, unless asked for. */
const mostHostsInLines = 50;

/**
 * As for a run, in the time of the rehearsal, which goes on without it where it has a fault. A live view needs a rehearsal that
 * takes its time.
 */
export function rehearsalView(
  world: World,
  options: RehearsalViewOptions,
  hostCount: number,
  time: VirtualTime,
): View {
  const { realTime, onFault } = options;
  const output = options.output === 'auto' ? suitableOutput(world, options, hostCount) : options.output;
  const clock = realTime === undefined ? stillClock : { ...viewClock, now: () => time.watchedMs() };
  return guestView((own) => makeView(world, output, options.result, own), clock, onFault);
}

function makeView(
  world: World,
  output: Exclude<OutputOption, 'auto'>,
  result: Terminal,
  clock: ViewClock,
): View {
  const terminal = terminalOf(world, world.stderr);
  switch (output) {
    case 'json':
      return ndjsonView({ write: (text) => void world.stdout.write(text) });
    case 'quiet':
      return quietView(terminal, clock, { result });
    case 'live':
      return liveView(terminal, clock, result);
    case 'lines':
      return linesView(terminal, clock, { show: 'all', result });
  }
}

function suitableOutput(world: World, { realTime }: RehearsalViewOptions, hostCount: number) {
  if (realTime !== undefined && isInteractive(world, world.stderr)) return 'live';
  return hostCount > mostHostsInLines ? 'quiet' : 'lines';
}

/** The same lines that a pipe would get, in memory: a rehearsal is over at once. */
export function rehearsalLog(onFault: OnFault): { readonly view: View; readonly text: () => string } {
  const parts: string[] = [];
  const terminal = {
    write: (text: string) => void parts.push(text),
    columns: () => Number.POSITIVE_INFINITY,
    rows: () => Number.POSITIVE_INFINITY,
    hasColor: false,
    hasUnicode: true,
  };
  const view = guestView((clock) => linesView(terminal, clock), stillClock, onFault);
  return { view, text: () => parts.join('') };
}

/** Nobody watches between two events. */
const stillClock: ViewClock = { now: () => 0, every: () => () => {} };
