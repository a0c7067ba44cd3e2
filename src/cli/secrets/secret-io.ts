import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createInterface, type Interface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { decryptAge } from '../../secret/age.ts';
import type { SecretIo } from '../../secret/resolve.ts';
import { InterruptedError, UsageError } from '../exit-code.ts';
import type { World } from '../world.ts';
import { ageIdentities } from './age-identities.ts';

/** Where secrets come from on this controller. */
export function secretIo(world: World): SecretIo {
  return {
    env: (name) => world.env[name],
    readFile: (path) => readFile(path),
    runCommand: (command) => runCommand(world, command),
    ask: (prompt) => askSilently(world, prompt),
    decryptAge: async (armored) => {
      const what = 'A value with the tag !age';
      const bytes = await decryptAge(Buffer.from(armored), ageIdentities(world), what);
      return Buffer.from(bytes).toString('utf8');
    },
  };
}

/** Where the command line was called, or in a resumed run: where it was called then. */
function runCommand(
  { cwd }: World,
  command: string,
): Promise<{ readonly exitCode: number; readonly stdout: string }> {
  const child = spawn('/bin/sh', ['-c', command], { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ exitCode: code ?? 1, stdout: Buffer.concat(chunks).toString('utf8') }),
    );
  });
}

/**
 * On the terminal, without an echo; undefined where there is none.
 * @throws InterruptedError by Ctrl-C, UsageError at the end of the input
 */
export async function askSilently({ stdin, stderr }: World, prompt: string): Promise<string | undefined> {
  if (!stdin.isTTY || !stderr.isTTY) return undefined;
  const silence = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: stdin, output: silence, terminal: true });
  stderr.write(`${prompt}: `); // Not before the echo is off: a program answers at once.
  try {
    return await Promise.race([terminal.question(''), leaving(terminal, prompt)]);
  } finally {
    terminal.close();
    stderr.write('\n');
  }
}

/** Rejects when no answer will come. The terminal is in raw mode, where Ctrl-C and Ctrl-D are keys. */
function leaving(terminal: Interface, prompt: string): Promise<never> {
  return new Promise((_, reject) => {
    terminal.once('SIGINT', () => reject(new InterruptedError(`interrupted at the question "${prompt}"`)));
    const sentence = `the input ended at the question "${prompt}": type the answer and Enter`;
    terminal.once('close', () => reject(new UsageError(sentence)));
  });
}
