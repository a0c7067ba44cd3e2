import { encryptAge, isAge } from '../../../secret/age.ts';
import { type ExitCode, UsageError } from '../../exit-code.ts';
import { askSilently } from '../../secrets/secret-io.ts';
import type { World } from '../../world.ts';
import { type RecipientOptions, recipientsOf } from './recipients.ts';
import { readSecretFile, replaceSecretFile } from './secret-file.ts';
import { allOf } from './stdin.ts';

/** A whole file in place, or one value as YAML to be put after a key. */
export async function encrypt(
  world: World,
  file: string | undefined,
  options: RecipientOptions,
): Promise<ExitCode> {
  const recipients = await recipientsOf(world, options);
  if (file === undefined) return encryptValue(world, recipients);
  const plain = readSecretFile(world, file);
  if (isAge(plain))
    throw new UsageError(`${file} is encrypted already; change it with: aeon-run secrets edit ${file}`);
  await replaceSecretFile(world, file, await encryptAge(plain, recipients));
  world.stderr.write(
    `${file} is encrypted for ${recipients.length} key${recipients.length === 1 ? '' : 's'}\n`,
  );
  return 0;
}

async function encryptValue(world: World, recipients: readonly string[]): Promise<ExitCode> {
  const { stdin, stdout } = world;
  const value = stdin.isTTY
    ? await askSilently(world, 'Value to encrypt')
    : (await allOf(stdin)).toString('utf8');
  const text = value?.replace(/\r?\n$/, '') ?? '';
  if (text === '')
    throw new UsageError('there is nothing to encrypt: type a value, or hand it over on stdin');
  const armored = await encryptAge(text, recipients);
  // Deep enough for any key that it may be put after.
  stdout.write(`!age |\n${armored.trimEnd().replaceAll(/^/gm, ' '.repeat(10))}\n`);
  return 0;
}
