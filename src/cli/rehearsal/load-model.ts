import { resolve } from 'node:path';
import type { Problem } from '../../document/problem.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { readText } from '../../inventory/read-text.ts';
import { loadModel } from '../../simulate/model/load.ts';
import { calmModel, type Model } from '../../simulate/model/model.ts';
import { inventoryIo } from '../plan/inventory-io.ts';
import type { World } from '../world.ts';

export interface LoadedModel {
  /** Absent when anything is wrong. */
  readonly model?: Model;
  readonly problems: readonly Problem[];
  /** For code frames. */
  readonly texts: ReadonlyMap<string, string>;
}

/** The model of a file, or the one in which nothing goes wrong. That there is no such file is a problem like any other. */
export function readModelFile(world: World, path: string | undefined, inventory: Inventory): LoadedModel {
  if (path === undefined) return { model: calmModel, problems: [], texts: new Map() };
  const { text, problems } = readTextFile(world, path, 'model');
  if (text === undefined) return { problems, texts: new Map() };
  const loaded = loadModel(path, text, inventory);
  return { ...loaded, problems: [...problems, ...loaded.problems], texts: new Map([[path, text]]) };
}

export function readTextFile(
  world: World,
  path: string,
  what: 'model' | 'test',
): { text?: string; problems: readonly Problem[] } {
  const { text, problems } = readText(resolve(world.cwd, path), path, inventoryIo(world));
  if (text !== undefined) return { text, problems };
  const about = what === 'model' ? { about: what } : {};
  return {
    problems: problems.map((each) => ({ ...each, ...about, message: `The ${what} ${each.message}` })),
  };
}
