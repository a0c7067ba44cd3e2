import type { FleetState } from '../fleet/fleet-state.ts';
import type { Terminal } from '../terminal.ts';
import { symbolsOf } from '../text/symbols.ts';
import { type SummaryLook, summary } from './summary.ts';

export function writeSummary(fleet: FleetState, terminal: Terminal): void {
  terminal.write(`${summary(fleet, summaryLook(terminal)).join('\n')}\n`);
}

/** As the terminal is now. */
export function summaryLook(terminal: Terminal): SummaryLook {
  const { hasColor } = terminal;
  return { columns: Math.max(1, terminal.columns()), hasColor, symbols: symbolsOf(terminal) };
}
