import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SecretFailure } from '../secret/resolve.ts';
import type { World } from './world.ts';

/** Where the user's own key lies unless AEON_AGE_IDENTITY says otherwise. */
export function ageIdentityFile({ env, home, cwd }: World): string {
  const named = env.AEON_AGE_IDENTITY;
  if (named !== undefined && named !== '') return resolve(cwd, named);
  return join(env.XDG_CONFIG_HOME || join(home, '.config'), 'aeon-run', 'age.txt');
}

/**
 * The secret keys that are tried, from AEON_AGE_IDENTITY (a file, or a key itself as CI hands it over), or from the
 * user's file, which age-keygen(1) writes too.
 * @throws SecretFailure
 */
export function ageIdentities(world: World): readonly string[] {
  const named = world.env.AEON_AGE_IDENTITY ?? '';
  const text = named.startsWith('AGE-SECRET-KEY-') ? named : fileText(world);
  const identities = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line.startsWith('AGE-SECRET-KEY-'));
  if (identities.length > 0) return identities;
  throw new SecretFailure(`${ageIdentityFile(world)} holds no line that begins with AGE-SECRET-KEY-.`);
}

function fileText(world: World): string {
  const path = ageIdentityFile(world);
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw new SecretFailure(
      `There is no age key: ${path} cannot be read${code}. Name the file in AEON_AGE_IDENTITY, or make a key with: aeon-run secrets keygen`,
    );
  }
}
