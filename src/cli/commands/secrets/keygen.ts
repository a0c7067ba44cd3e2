import { writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { newKeyPair } from '../../../secret/age.ts';
import { makeDirectories } from '../../../source/make-directories.ts';
import type { ExitCode } from '../../exit-code.ts';
import { ageIdentityFile } from '../../secrets/age-identities.ts';
import type { World } from '../../world.ts';
import { writable } from '../../writable.ts';

/** Makes a key of one's own, in the form of age-keygen(1). Tells the public half; never overwrites a key. */
export async function keygen(world: World, { out }: { readonly out?: string }): Promise<ExitCode> {
  const path = out === undefined ? ageIdentityFile(world) : resolve(world.cwd, out);
  const { identity, recipient } = await newKeyPair();
  const text = `# created: ${new Date().toISOString()}\n# public key: ${recipient}\n${identity}\n`;
  await writable(writeKey(path, text), path, '--out');
  world.stdout.write(`${recipient}\n`);
  world.stderr.write(
    `The secret key is in ${path}. Keep a copy of it: without it nobody reads what is encrypted for it.\n`,
  );
  return 0;
}

async function writeKey(path: string, text: string): Promise<void> {
  await makeDirectories(dirname(path), 0o700);
  await writeFile(path, text, { mode: 0o600, flag: 'wx' });
}
