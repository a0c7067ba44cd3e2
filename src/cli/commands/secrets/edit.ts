import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { countRecipients, decryptAge, encryptAge, isAge } from '../../../secret/age.ts';
import { ageIdentities } from '../../age-identities.ts';
import { type ExitCode, UsageError } from '../../exit-code.ts';
import type { World } from '../../world.ts';
import { type RecipientOptions, recipientsOf } from './recipients.ts';
import { readSecretFile, replaceSecretFile } from './secret-file.ts';

/** Opens an encrypted file, or a new one, in an editor and encrypts it again. */
export async function edit(world: World, file: string, options: RecipientOptions): Promise<ExitCode> {
  const recipients = await recipientsOf(world, options);
  const before = await openFile(world, file, recipients.length);
  const after = await edited(world, file, before);
  if (Buffer.compare(before, after) === 0) {
    world.stderr.write(`${file} is as it was\n`);
    return 0;
  }
  await replaceSecretFile(world, file, await encryptAge(after, recipients));
  world.stderr.write(`${file} is encrypted\n`);
  return 0;
}

/** An age file does not say for whom it is encrypted, only for how many. */
async function openFile(world: World, file: string, recipientCount: number): Promise<Uint8Array> {
  if (!existsSync(resolve(world.cwd, file))) return new Uint8Array();
  const encrypted = readSecretFile(world, file);
  if (!isAge(encrypted)) {
    throw new UsageError(`${file} is not encrypted; do it with: aeon-run secrets encrypt ${file}`);
  }
  const count = await countRecipients(encrypted);
  if (count !== recipientCount) {
    throw new UsageError(
      `${file} is encrypted for ${count} keys, and now it would be for ${recipientCount}: name each of them with -r, or some could not read it any more`,
    );
  }
  return decryptAge(encrypted, ageIdentities(world), file);
}

/** The text lies in a directory of its own meanwhile, in memory where the system has a place for that. */
async function edited(world: World, file: string, plain: Uint8Array): Promise<Uint8Array> {
  const directory = await mkdtemp(join(world.env.XDG_RUNTIME_DIR || tmpdir(), 'aeon-run-edit-'));
  const path = join(directory, basename(file));
  // Ctrl-C is the editor's; this process has to stay to remove the text.
  const stay = () => {};
  process.on('SIGINT', stay);
  try {
    await writeFile(path, plain, { mode: 0o600 });
    await runEditor(world, path);
    return await readFile(path);
  } finally {
    process.off('SIGINT', stay);
    await rm(directory, { recursive: true, force: true });
  }
}

function runEditor({ env, cwd }: World, path: string): Promise<void> {
  const editor = env.VISUAL || env.EDITOR || 'vi';
  // EDITOR may hold options: `code --wait`.
  const child = spawn('/bin/sh', ['-c', `${editor} "$1"`, 'sh', path], { cwd, env, stdio: 'inherit' });
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('close', (code) => {
      if (code === 0) done();
      else fail(new UsageError(`the editor ${editor} ended with exit code ${code}: nothing was changed`));
    });
  });
}
