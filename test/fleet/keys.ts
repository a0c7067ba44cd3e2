import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export type KeyType = 'ed25519' | 'rsa' | 'ecdsa';

export interface KeyFile {
  /** The private half, in OpenSSH's format; the public half is beside it with `.pub`. */
  readonly path: string;
  /** `ssh-ed25519 AAAA…`, without a comment. */
  readonly publicKey: string;
  /** As ssh-keygen prints it: `SHA256:…`. */
  readonly fingerprint: string;
  readonly passphrase?: string;
}

/** A new key pair at `path`, about 10 ms for ed25519 and much more for rsa. */
export async function makeKey(path: string, type: KeyType = 'ed25519', passphrase = ''): Promise<KeyFile> {
  // One round of bcrypt: nobody attacks these keys, and sixteen take 0.2 s at every use.
  await run('ssh-keygen', ['-q', '-t', type, '-N', passphrase, '-a', '1', '-C', '', '-f', path]);
  return readKey(path, passphrase);
}

async function readKey(path: string, passphrase: string): Promise<KeyFile> {
  const publicKey = (await readFile(`${path}.pub`, 'utf8')).trim();
  const blob = Buffer.from(publicKey.split(' ')[1] ?? '', 'base64');
  const fingerprint = `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
  return { path, publicKey, fingerprint, ...(passphrase !== '' && { passphrase }) };
}

export interface ClientKeys {
  readonly plain: KeyFile;
  readonly encrypted: KeyFile;
}

/** The keys that every host of this process lets in, written into `directory`: made once, as a fleet has one key. */
export async function putClientKeys(directory: string): Promise<ClientKeys> {
  made ??= makeClientKeys(directory);
  const { plain, encrypted } = await made;
  return {
    plain: await putKey(join(directory, 'client_ed25519'), plain),
    encrypted: await putKey(join(directory, 'client_ed25519_encrypted'), encrypted),
  };
}

interface KeyText {
  readonly privateText: string;
  readonly publicText: string;
  readonly passphrase: string;
}

let made: Promise<{ plain: KeyText; encrypted: KeyText }> | undefined;

async function makeClientKeys(directory: string) {
  const [plain, encrypted] = await Promise.all([
    makeKeyText(join(directory, 'first'), ''),
    makeKeyText(join(directory, 'first_encrypted'), 'correct horse'),
  ]);
  return { plain, encrypted };
}

async function makeKeyText(path: string, passphrase: string): Promise<KeyText> {
  await makeKey(path, 'ed25519', passphrase);
  return {
    privateText: await readFile(path, 'utf8'),
    publicText: await readFile(`${path}.pub`, 'utf8'),
    passphrase,
  };
}

async function putKey(path: string, { privateText, publicText, passphrase }: KeyText): Promise<KeyFile> {
  await writeFile(path, privateText, { mode: 0o600 });
  await writeFile(`${path}.pub`, publicText);
  return readKey(path, passphrase);
}
