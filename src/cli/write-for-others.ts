import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { World } from './world.ts';
import { writable } from './writable.ts';

/**
 * Writes a file that `option` names; `-` is stdout. What hosts wrote is for nobody else, as in the run directory; a file that
 * is there keeps its mode.
 * @throws UsageError where it cannot be written
 */
export async function writeForOthers(
  world: World,
  place: string,
  option: string,
  text: string,
): Promise<void> {
  if (place === '-') world.stdout.write(text);
  else await writable(writeFile(resolve(world.cwd, place), text, { mode: 0o600 }), place, option);
}
