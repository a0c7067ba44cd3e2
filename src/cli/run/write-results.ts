import { renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { jsonText } from '../../document/json-text.ts';
import type { Results } from '../../report/results-json/results.ts';
import { whyOf } from '../../result/why.ts';
import type { RunDirectory } from '../../run/journal/run-directory.ts';
import type { World } from '../world.ts';

export interface ResultsPlaces {
  readonly world: World;
  readonly directory: RunDirectory;
  /** A further place, as the user named it. */
  readonly results?: string;
}

/** In the run directory. */
export const resultsFile = 'results.json';

/**
 * Writes the results to each of their places, at once, as a process that is told to leave has no time. The run directory
 * comes last: once they are there, whole, nothing is left to write. False when one place takes them not.
 */
export function writeResults(
  found: Results | undefined,
  { world, directory, results }: ResultsPlaces,
): boolean {
  const text = jsonText(found ?? null);
  const given = results === undefined ? undefined : resolve(world.cwd, results);
  const isGiven = given === undefined || isWritten(world, given, () => write(given, text));
  const own = join(directory.path, resultsFile);
  return isWritten(world, own, () => writeWhole(own, text)) && isGiven;
}

function isWritten({ stderr }: World, place: string, put: () => void): boolean {
  try {
    put();
    return true;
  } catch (error) {
    stderr.write(`aeon-run: the results cannot be written to ${place}: ${whyOf(error)}\n`);
    return false;
  }
}

/** The user's own file keeps its mode, and may be a pipe. */
function write(place: string, text: string): void {
  writeFileSync(place, text, { mode: 0o600 });
}

function writeWhole(place: string, text: string): void {
  const part = `${place}.part`;
  write(part, text);
  renameSync(part, place);
}
