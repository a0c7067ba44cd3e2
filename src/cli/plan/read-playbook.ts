import { resolve } from 'node:path';
import type { Problem } from '../../document/problem.ts';
import { readBytes } from '../../inventory/read-text.ts';
import { loadPlaybook } from '../../playbook/load.ts';
import type { World } from '../world.ts';
import { inventoryIo } from './inventory-io.ts';
import { hasInventory, type InventoryOptions } from './load-inventory.ts';
import type { ReadPlaybook } from './load-plan.ts';

/** Reads the file and all that is wrong with it alone; that it is not there is a problem like any other. */
export function readPlaybook(world: World, path: string, options: InventoryOptions): ReadPlaybook {
  const { bytes, problems } = readBytes(resolve(world.cwd, path), path, inventoryIo(world));
  if (bytes === undefined) {
    return { problems: problems.map((problem) => withMeaning(problem, options)), texts: new Map() };
  }
  const read = (included: string) => {
    return readBytes(resolve(world.cwd, included), included, inventoryIo(world)).bytes;
  };
  const loaded = loadPlaybook(path, bytes, read);
  return { ...loaded, texts: new Map([[path, new TextDecoder().decode(bytes)], ...loaded.texts]) };
}

/** Says what was asked for, and to a newcomer how to begin. */
function withMeaning(problem: Problem, options: InventoryOptions): Problem {
  const named = { ...problem, about: 'playbook', message: `The playbook ${problem.message}` } as const;
  if (problem.advice?.startsWith('Did you mean') || hasInventory(options)) return named;
  return { ...named, advice: `${problem.advice ?? ''} A first one: aeon-run init.`.trimStart() };
}
