import { createHash } from 'node:crypto';
import { dirname, join, relative, resolve } from 'node:path';
import type { Problem } from '../../document/problem.ts';
import type { InventoryIo } from '../../inventory/io.ts';
import { findVarsFiles } from '../../inventory/vars/find-vars-files.ts';
import { decryptAge, isAge } from '../../secret/age.ts';
import { SecretFailure } from '../../secret/resolve.ts';
import { ageIdentities } from '../secrets/age-identities.ts';
import type { World } from '../world.ts';
import { inventoryIo } from './inventory-io.ts';

export interface OpenVarsFiles {
  readonly io: InventoryIo;
  readonly problems: readonly Problem[];
  /** The SHA-256 of each encrypted file as it lies there, by its path from where we are; of its content it would tell too much. */
  readonly sealed: ReadonlyMap<string, string>;
}

/** The files of this controller, with the encrypted vars files beside the inventories decrypted. */
export async function openVarsFiles(world: World, inventories: readonly string[]): Promise<OpenVarsFiles> {
  const io = inventoryIo(world);
  const opened = new Map<string, Uint8Array>();
  const sealed = new Map<string, string>();
  const problems: Problem[] = [];
  for (const path of encryptedFiles(io, inventories)) {
    try {
      const bytes = io.readFile(path);
      sealed.set(relative(world.cwd, path), createHash('sha256').update(bytes).digest('hex'));
      opened.set(path, await decryptAge(bytes, ageIdentities(world), path));
    } catch (error) {
      if (!(error instanceof SecretFailure)) throw error;
      opened.set(path, new Uint8Array()); // An empty one says nothing, and needs no second message.
      problems.push({ code: 'secret-unavailable', message: `${path} is encrypted.`, advice: error.message });
    }
  }
  return {
    io: {
      ...io,
      readFile: (path) => opened.get(path) ?? io.readFile(path),
      isSecret: (path) => opened.has(path),
    },
    problems,
    sealed,
  };
}

function encryptedFiles(io: InventoryIo, inventories: readonly string[]): string[] {
  const directories = new Set(inventories.map((path) => dirname(resolve(io.cwd, path))));
  return [...directories].flatMap((directory) =>
    findVarsFiles(directory, io)
      .filter(({ ending }) => ending !== 'other')
      .map(({ path }) => join(directory, path))
      .filter((path) => isEncrypted(io, path)),
  );
}

function isEncrypted(io: InventoryIo, path: string): boolean {
  try {
    return isAge(io.readFile(path));
  } catch {
    return false; // Whoever reads it says why it cannot be read.
  }
}
