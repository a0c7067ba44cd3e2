import { randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { readBytes } from '../../../inventory/read-text.ts';
import { UsageError } from '../../exit-code.ts';
import { inventoryIo } from '../../plan/inventory-io.ts';
import type { World } from '../../world.ts';
import { writable } from '../../writable.ts';

/** @throws UsageError */
export function readSecretFile(world: World, file: string): Uint8Array {
  const { bytes, problems } = readBytes(resolve(world.cwd, file), file, {
    ...inventoryIo(world),
    readFile: (path) => readFileSync(path),
  });
  if (bytes !== undefined) return bytes;
  throw new UsageError(problems.map(({ message, advice }) => `${message} ${advice}`).join(' '));
}

/** The whole new file or the untouched old one, with its mode. */
export async function replaceSecretFile(
  { cwd }: World,
  file: string,
  content: Uint8Array | string,
): Promise<void> {
  const path = resolve(cwd, file);
  const temporary = `${path}.aeon-run-${randomBytes(4).toString('hex')}`;
  const mode = statSync(path, { throwIfNoEntry: false })?.mode ?? 0o600;
  try {
    await writable(writeFile(temporary, content, { mode: mode & 0o777, flag: 'wx' }), file, 'another file');
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
