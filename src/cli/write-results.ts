import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Results } from '../report/results-json/results.ts';
import type { RunDirectory } from '../run/run-directory.ts';
import type { World } from './world.ts';

export interface ResultsPlaces {
  readonly world: World;
  readonly directory: RunDirectory;
  /** A further place, as the user named it. */
  readonly results?: string;
}

/** Writes results.json to each of its places, at once, as a process that is told to leave has no time. False when one takes it not. */
export function writeResults(
  found: Results | undefined,
  { world, directory, results }: ResultsPlaces,
): boolean {
  const text = `${JSON.stringify(found ?? null, null, 2)}\n`;
  const places = [
    join(directory.path, 'results.json'),
    ...(results === undefined ? [] : [resolve(world.cwd, results)]),
  ];
  return places.map((place) => isWritten(world, place, text)).every(Boolean);
}

function isWritten({ stderr }: World, place: string, text: string): boolean {
  try {
    writeFileSync(place, text, { mode: 0o600 });
    return true;
  } catch (error) {
    stderr.write(
      `aeon-run: the results cannot be written to ${place}: ${error instanceof Error ? error.message : error}\n`,
    );
    return false;
  }
}
