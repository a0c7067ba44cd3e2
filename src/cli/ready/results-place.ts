import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { UsageError } from '../exit-code.ts';
import type { World } from '../world.ts';
import { writable } from '../writable.ts';

/** An hour of work is not the time to learn that its results have no place. @throws UsageError */
export async function checkResultsPlace({ cwd }: World, results: string | undefined): Promise<void> {
  if (results === undefined) return;
  const path = resolve(cwd, results);
  const found = await stat(path).catch(() => undefined);
  if (results === '' || found?.isDirectory()) {
    throw new UsageError(`--results takes the name of a file, and ${path} is a directory`);
  }
  const place = found === undefined ? dirname(path) : path;
  await writable(access(place, constants.W_OK), `the file of --results, ${path},`, '--results');
}
