import { FleetState } from '../fleet/fleet-state.ts';
import type { Terminal } from '../terminal.ts';
import type { View } from '../view.ts';
import { summary } from './summary.ts';
import { summaryLook } from './write-summary.ts';

/** Nothing but what a run came to, at its end; or has come to, where it goes on. */
export function summaryView(terminal: Terminal, { isGoingOn = false } = {}): View {
  const fleet = new FleetState();
  return {
    onEvent: (event) => fleet.apply(event),
    close: () => {
      const look = { ...summaryLook(terminal), isGoingOn };
      terminal.write(`${summary(fleet, look).join('\n')}\n`);
    },
  };
}
