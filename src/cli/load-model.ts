import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Problem } from '../document/problem.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { loadModel } from '../simulate/model/load.ts';
import { calmModel, type Model } from '../simulate/model/model.ts';
import { UsageError } from './exit-code.ts';
import type { World } from './world.ts';

export interface LoadedModel {
  /** Absent when anything is wrong. */
  readonly model?: Model;
  readonly problems: readonly Problem[];
  /** For code frames. */
  readonly texts: ReadonlyMap<string, string>;
}

/** The model of a file, or the one in which nothing goes wrong. @throws UsageError */
export function readModelFile(world: World, path: string | undefined, inventory: Inventory): LoadedModel {
  if (path === undefined) return { model: calmModel, problems: [], texts: new Map() };
  const text = readTextFile(world, path, 'model');
  return { ...loadModel(path, text, inventory), texts: new Map([[path, text]]) };
}

/** @throws UsageError */
export function readTextFile({ cwd }: World, path: string, what: string): string {
  try {
    return readFileSync(resolve(cwd, path), 'utf8');
  } catch (error) {
    throw new UsageError(
      `the ${what} ${path} cannot be read: ${error instanceof Error ? error.message : error}`,
    );
  }
}
