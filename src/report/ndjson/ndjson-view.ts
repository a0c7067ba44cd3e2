import { safeJson } from '../../document/safe-json.ts';
import type { RunEvent } from '../../events/events.ts';
import type { View } from '../view.ts';

/** For programs: each event as one line of JSON, as the journal has it; `progress` is left out. */
export function ndjsonView(output: { write(text: string): void }): View {
  return {
    onEvent: (event) => {
      if (event.type !== 'progress' && event.type !== 'stage-progress') output.write(`${jsonLine(event)}\n`);
    },
    close: () => {},
  };
}

export function jsonLine(event: RunEvent): string {
  return safeJson(JSON.stringify(event));
}
