import { jsonLine } from '../../document/json-text.ts';
import type { View } from '../view.ts';

/** For programs: each event as one line of JSON, as the journal has it; `progress` is left out. */
export function ndjsonView(output: { write(text: string): void }): View {
  return {
    onEvent: (event) => {
      if (event.type !== 'progress' && event.type !== 'stage-progress') output.write(jsonLine(event));
    },
    close: () => {},
  };
}
