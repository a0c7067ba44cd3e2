import { readFile, stat } from 'node:fs/promises';
import ssh2, { type ParsedKey } from 'ssh2';
import { codeOf } from '../../../result/why.ts';
import { TransportError } from '../../errors.ts';

/** Private keys of a run: each is read, and with its passphrase decrypted (0.2 s of CPU), once. */
export class KeyFiles {
  readonly #keys = new Map<string, Promise<ParsedKey>>();

  /** @throws TransportError key_unusable */
  load(path: string, passphrase: string | undefined): Promise<ParsedKey> {
    const name = JSON.stringify([path, passphrase]);
    const key = this.#keys.get(name) ?? readKey(path, passphrase);
    this.#keys.set(name, key);
    return key;
  }
}

/** The public half beside a private key, `PATH.pub`; undefined when there is none. */
export async function readPublicKey(path: string): Promise<ParsedKey | undefined> {
  const text = await readFile(`${path}.pub`, 'utf8').catch(() => '');
  const key: ParsedKey | Error = ssh2.utils.parseKey(text);
  return key instanceof Error ? undefined : key;
}

async function readKey(path: string, passphrase: string | undefined): Promise<ParsedKey> {
  const { text, isOpen, mode } = await readText(path);
  const key: ParsedKey | Error = ssh2.utils.parseKey(text, passphrase);
  if (key instanceof Error) throw unusable(path, explain(path, key.message, text));
  if (!key.isPrivateKey()) throw unusable(path, 'holds a public key: name the private one, without .pub');
  if (isOpen) throw unusable(path, `can be read by others (mode ${mode}): run "chmod 600 ${path}"`);
  return key;
}

interface KeyText {
  readonly text: string;
  /** As OpenSSH does (sshkey_perm_ok): a key that others can read is not ours alone. */
  readonly isOpen: boolean;
  /** Octal. */
  readonly mode: string;
}

async function readText(path: string): Promise<KeyText> {
  try {
    const found = await stat(path);
    const { mode, uid } = found;
    if (found.isDirectory()) throw unusable(path, isDirectory);
    return {
      text: await readFile(path, 'utf8'),
      isOpen: (mode & 0o077) !== 0 && uid === process.getuid?.(),
      mode: (mode & 0o777).toString(8).padStart(4, '0'),
    };
  } catch (error) {
    if (error instanceof TransportError) throw error;
    throw unusable(path, readProblem(error), error);
  }
}

const isDirectory = 'is a directory: name the key file in it';

function readProblem(error: unknown): string {
  const code = codeOf(error);
  if (code === 'ENOENT') return 'does not exist: is the path right, and relative to the right directory?';
  if (code === 'EACCES') return 'may not be read by the user who runs this: look at its owner and mode';
  return `cannot be read (${code})`;
}

/** By ssh2's messages, in lib/protocol/keyParser.js. */
function explain(path: string, message: string, text: string): string {
  if (/no passphrase given/.test(message)) return 'is encrypted: set its passphrase';
  if (/passphrase|bad decrypt|integrity check failed/i.test(message)) {
    return 'cannot be decrypted: the passphrase is wrong';
  }
  if (text.trim() === '') return 'is empty';
  if (/BEGIN (ENCRYPTED )?PRIVATE KEY/.test(text)) {
    return `is in the PKCS#8 format: convert a copy with "ssh-keygen -p -f ${path}"`;
  }
  if (/BEGIN/.test(text)) return `is of a kind that is not supported (${message}): use ed25519, ECDSA or RSA`;
  return 'is no private key: it does not begin with "-----BEGIN"';
}

function unusable(path: string, problem: string, cause?: unknown): TransportError {
  return new TransportError('key_unusable', `the key file ${path} ${problem}`, { cause });
}
