import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { codeOf } from '../../result/why.ts';
import { SecretFailure } from '../../secret/resolve.ts';
import { UsageError } from '../exit-code.ts';
import type { World } from '../world.ts';

/**
 * Where the user's own key lies unless AEON_AGE_IDENTITY says otherwise.
 * @throws UsageError where that holds keys and names no file
 */
export function ageIdentityFile({ env, home, cwd }: World): string {
  const named = env.AEON_AGE_IDENTITY ?? '';
  if (keysIn(named).length > 0) {
    throw new UsageError('AEON_AGE_IDENTITY holds a key and names no file: name one with --out');
  }
  if (named !== '') return resolve(cwd, named);
  return join(env.XDG_CONFIG_HOME || join(home, '.config'), 'aeon-run', 'age.txt');
}

/**
 * The secret keys that are tried, from AEON_AGE_IDENTITY (a file, or what stands in one, as CI hands it over), or from the
 * user's file, which age-keygen(1) writes too.
 * @throws SecretFailure
 */
export function ageIdentities(world: World): readonly string[] {
  const held = keysIn(world.env.AEON_AGE_IDENTITY ?? '');
  if (held.length > 0) return held;
  const path = ageIdentityFile(world);
  const identities = keysIn(textOf(path));
  if (identities.length > 0) return identities;
  throw new SecretFailure(`${path} holds no line that begins with AGE-SECRET-KEY-.`);
}

function keysIn(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line.startsWith('AGE-SECRET-KEY-'));
}

function textOf(path: string): string {
  try {
    checkOnlyOurs(path);
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof SecretFailure) throw error;
    const code = codeOf(error);
    const reason = code === undefined ? '' : ` (${code})`;
    throw new SecretFailure(
      `There is no age key: ${path} cannot be read${reason}. Name the file in AEON_AGE_IDENTITY, or make a key with: aeon-run secrets keygen`,
    );
  }
}

/** As for a key of SSH: one that others can read is not ours alone. */
function checkOnlyOurs(path: string): void {
  const found = statSync(path);
  if (!found.isFile() || (found.mode & 0o077) === 0 || found.uid !== process.getuid?.()) return;
  const octal = (found.mode & 0o777).toString(8).padStart(4, '0');
  throw new SecretFailure(
    `The age key ${path} can be read by others (mode ${octal}): run "chmod 600 ${path}".`,
  );
}
