import { createHash } from 'node:crypto';
import { lstat, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeDirectories } from '../../source/make-directories.ts';
import { type FileDigest, fileDigest } from './file-digest.ts';

/** In bytes. A smaller one is read as fast as it is looked up. */
const smallest = 4 * 1024 * 1024;

/** A file that changed this shortly before it was read may change once more and keep its times: some file systems count in seconds. */
const settledMs = 3000;

/** Then a file is read once more, whatever it looks like. */
const longestMs = 30 * 24 * 3600 * 1000;

/**
 * The SHA-256 of large files of the controller, kept from run to run in a directory of the user, which may be removed at any
 * time. A file is read again when its place, inode, size or times are others, as in git's index; a time of change (ctime)
 * cannot be set by hand. Where none can be kept, every file is read every time.
 */
export class KnownDigests {
  readonly #directory: string | undefined;

  /** Without a directory, nothing is kept. */
  constructor(directory?: string) {
    this.#directory = directory;
  }

  /** Rejects as the file system does. */
  async get(path: string): Promise<FileDigest> {
    const directory = this.#directory;
    const now = Date.now();
    const identity = await identityOf(path);
    if (directory === undefined || identity.size < smallest) return fileDigest(path);
    const place = join(directory, `${hashOf(path)}.sha256`);
    const known = await read(place, identity.text, now).catch(() => undefined);
    if (known !== undefined) return { size: identity.size, sha256: known };
    const digest = await fileDigest(path);
    // Kept for the file as it was before: one that was written meanwhile is another.
    const isSettled = identity.changedMs < now - settledMs;
    if (isSettled) await keep(directory, place, `${identity.text} ${digest.sha256}\n`).catch(() => {});
    return digest;
  }
}

interface Identity {
  readonly size: number;
  readonly changedMs: number;
  readonly text: string;
}

async function identityOf(path: string): Promise<Identity> {
  const { dev, ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
  return {
    size: Number(size),
    changedMs: Number(ctimeNs / 1_000_000n),
    text: [dev, ino, size, mtimeNs, ctimeNs].join(' '),
  };
}

function hashOf(path: string): string {
  return createHash('sha256').update(path).digest('hex');
}

/** Nobody else may have had a hand in it. Rejects where there is none, or it cannot be read. */
async function read(place: string, identity: string, now: number): Promise<string | undefined> {
  const file = await open(place);
  try {
    const { uid, mode, mtimeMs } = await file.stat();
    if (uid !== process.getuid?.() || (mode & 0o022) !== 0 || mtimeMs < now - longestMs) return;
    const text = await file.readFile('utf8');
    const [, sha256] = /^(?:\d+ ){5}([0-9a-f]{64})\n$/.exec(text) ?? [];
    return sha256 !== undefined && text.startsWith(`${identity} `) ? sha256 : undefined;
  } finally {
    await file.close();
  }
}

async function keep(directory: string, place: string, text: string): Promise<void> {
  await makeDirectories(directory, 0o700);
  const temporary = `${place}.${process.pid}`;
  await writeFile(temporary, text, { mode: 0o600 });
  await rename(temporary, place);
  for (const name of await readdir(directory)) {
    const path = join(directory, name);
    const { mtimeMs } = await lstat(path);
    if (mtimeMs < Date.now() - longestMs) await rm(path);
  }
}
