import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { decryptAge } from '../secret/age.ts';
import type { SecretIo } from '../secret/resolve.ts';
import { ageIdentities } from './age-identities.ts';
import type { World } from './world.ts';

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

/** On the terminal, without an echo. */
export async function askSilently({ stdin, stderr }: World, prompt: string): Promise<string | undefined> {
  if (!stdin.isTTY || !stderr.isTTY) return undefined;
  stderr.write(`${prompt}: `);
  const silence = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: stdin, output: silence, terminal: true });
  try {
    return await terminal.question('');
  } finally {
    terminal.close();
    stderr.write('\n');
  }
}
