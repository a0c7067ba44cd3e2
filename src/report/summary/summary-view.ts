import { FleetState } from '../fleet/fleet-state.ts';
import type { Terminal } from '../terminal.ts';
import { symbolsOf } from '../text/symbols.ts';
import type { View } from '../view.ts';
import { summary } from './summary.ts';

/** Nothing but what a run came to, at its end. */
export function summaryView(terminal: Terminal): View {
  const fleet = new FleetState();
  return {
    onEvent: (event) => fleet.apply(event),
    close: () => {
      const { hasColor } = terminal;
      const look = { columns: Math.max(1, terminal.columns()), hasColor, symbols: symbolsOf(terminal) };
      terminal.write(`${summary(fleet, look).join('\n')}\n`);
    },
  };
}
