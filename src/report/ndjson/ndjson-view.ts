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

/** ASCII controls are escaped by JSON.stringify; these too would move a cursor or end a line for some reader. */
export function jsonLine(event: RunEvent): string {
  return JSON.stringify(event).replaceAll(
    /[\x7f-\x9f\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
