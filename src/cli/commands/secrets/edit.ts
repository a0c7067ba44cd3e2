import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { whyOf } from '../../../result/why.ts';
import { countRecipients, decryptAge, encryptAge, isAge } from '../../../secret/age.ts';
import { type ExitCode, UsageError } from '../../exit-code.ts';
import { hearEndingSignals } from '../../run/interrupt.ts';
import { ageIdentities } from '../../secrets/age-identities.ts';
import type { World } from '../../world.ts';
import { type RecipientOptions, recipientsOf } from './recipients.ts';
import { readSecretFile, replaceSecretFile } from './secret-file.ts';

/** Opens an encrypted file, or a new one, in an editor and encrypts it again. */
export async function edit(world: World, file: string, options: RecipientOptions): Promise<ExitCode> {
  const recipients = await recipientsOf(world, options);
  const before = await openFile(world, file, recipients.length);
  await using plain = await plainFile(world, file, before);
  await runEditor(world, plain.path);
  const after = await readFile(plain.path);
  if (Buffer.compare(before, after) === 0) {
    world.stderr.write(`${file} is as it was\n`);
    return 0;
  }
  try {
    await replaceSecretFile(world, file, await encryptAge(after, recipients));
  } catch (error) {
    plain.stays();
    const why = whyOf(error);
    throw new UsageError(
      `${why}. What you wrote is not lost: it is in ${plain.path}, not encrypted. Encrypt it or remove it`,
    );
  }
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

interface PlainFile extends AsyncDisposable {
  readonly path: string;
  /** It is not removed. */
  stays(): void;
}

/** In a directory of its own, in memory where the system has a place for that. */
async function plainFile(world: World, file: string, content: Uint8Array): Promise<PlainFile> {
  const directory = await mkdtemp(join(world.env.XDG_RUNTIME_DIR || tmpdir(), 'aeon-run-edit-'));
  const path = join(directory, basename(file));
  let staysThere = false;
  await writeFile(path, content, { mode: 0o600 });
  return {
    path,
    stays: () => {
      staysThere = true;
    },
    [Symbol.asyncDispose]: async () => {
      if (!staysThere) await rm(directory, { recursive: true, force: true });
    },
  };
}

/** @throws UsageError when it did not end well */
async function runEditor({ env, cwd }: World, path: string): Promise<void> {
  const editor = env.VISUAL || env.EDITOR || 'vi';
  // EDITOR may hold options: `code --wait`.
  const child = spawn('/bin/sh', ['-c', `${editor} "$1"`, 'sh', path], { cwd, env, stdio: 'inherit' });
  // Whatever ends the editor, this process has to stay to remove the text. Ctrl-C and a terminal that is closed reach both.
  const stay = (name: NodeJS.Signals) => {
    if (name === 'SIGTERM') child.kill(name);
  };
  const stop = hearEndingSignals(stay);
  try {
    const end = await new Promise<string | undefined>((done, fail) => {
      child.on('error', fail);
      child.on('close', (code, signal) => done(code === 0 ? undefined : (signal ?? `exit code ${code}`)));
    });
    if (end !== undefined) {
      throw new UsageError(`the editor ${editor} ended with ${end}: nothing was changed`);
    }
  } finally {
    stop();
  }
}
