import { type LinesOptions, linesView } from '../lines/lines-view.ts';
import type { Terminal, ViewClock } from '../terminal.ts';
import type { View } from '../view.ts';

/** For cron: nothing but failures as they come, and the summary. */
export function quietView(
  terminal: Terminal,
  clock: ViewClock,
  options: Omit<LinesOptions, 'show'> = {},
): View {
  return linesView(terminal, clock, { ...options, show: 'failures' });
}
