import { decryptAge, isAge } from '../../../secret/age.ts';
import { type ExitCode, UsageError } from '../../exit-code.ts';
import { ageIdentities } from '../../secrets/age-identities.ts';
import type { World } from '../../world.ts';
import { readSecretFile, replaceSecretFile } from './secret-file.ts';
import { allOf } from './stdin.ts';

export interface DecryptOptions {
  readonly inPlace?: boolean;
}

/** A file, or what comes on stdin, to stdout. */
export async function decrypt(
  world: World,
  file: string | undefined,
  { inPlace = false }: DecryptOptions,
): Promise<ExitCode> {
  if (inPlace && file === undefined) throw new UsageError('--in-place needs a file');
  const what = file ?? 'stdin';
  const encrypted = file === undefined ? dedented(await allOf(world.stdin)) : readSecretFile(world, file);
  if (!isAge(encrypted)) throw new UsageError(`${what} is not encrypted with age`);
  const plain = await decryptAge(encrypted, ageIdentities(world), what);
  if (inPlace && file !== undefined) await replaceSecretFile(world, file, plain);
  else world.stdout.write(Buffer.from(plain));
  return 0;
}

/** As it stands in a YAML file, tag and all. */
function dedented(bytes: Buffer): Buffer {
  if (!isAge(bytes) && !/BEGIN AGE/.test(bytes.toString('latin1'))) return bytes;
  const lines = bytes
    .toString('latin1')
    .split('\n')
    .map((line) => line.trim());
  const start = lines.findIndex((line) => line.startsWith('-----BEGIN AGE'));
  return start < 0 ? bytes : Buffer.from(lines.slice(start).join('\n'), 'latin1');
}
