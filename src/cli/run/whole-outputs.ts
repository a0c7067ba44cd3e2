import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReadWhole } from '../../report/whole-output.ts';

/** In bytes; of longer ones the end is shown. */
const longestShown = 1_000_000;

/** Outputs of a run that are longer than what its events hold, up to so many bytes. */
export function wholeOutputs(directory: string, longest = longestShown): ReadWhole {
  return (file, bytes) => (bytes > longest ? undefined : textOf(join(directory, file)));
}

/** Undefined where it cannot be read: of such an output too the end is shown. */
function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
