import { createHash, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FileSink, ReceivedFile, SentFile } from '../../remote/fetch/file-sink.ts';
import { TaskFailure } from '../../result/task-failure.ts';
import { whyOf } from '../../result/why.ts';
import { makeDirectories } from '../../source/make-directories.ts';
import { fetchedPrefix } from '../../source/temporary-name.ts';
import { fileDigest } from '../source/file-digest.ts';
import { DiskRoom } from './disk-room.ts';
import { LeftBehind } from './left-behind.ts';

/** Where a file of a host is kept. */
export interface FetchedPlace {
  /** Absolute; made when it is not there. */
  readonly directory: string;
  /** Safe names below it. */
  readonly name: string;
}

/** Writes a file beside its place, readable by its owner alone. Rejects with a TaskFailure `not_kept`. */
export async function openFetched(
  { directory, name }: FetchedPlace,
  leftBehind = new LeftBehind(),
): Promise<FileSink> {
  const path = join(directory, name);
  try {
    await makeDirectoriesBelow(directory, dirname(name));
    await leftBehind.removeFrom(dirname(path));
    const temporary = join(dirname(path), `${fetchedPrefix}${randomBytes(8).toString('hex')}`);
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
    return new FetchedFile(path, temporary, await open(temporary, flags, 0o600));
  } catch (error) {
    throw notKept(path, error);
  }
}

/** A link below the directory is not followed: it could have been meant for something else. */
async function makeDirectoriesBelow(directory: string, below: string): Promise<void> {
  await makeDirectories(directory, 0o700);
  let path = directory;
  for (const part of below.split('/').filter((each) => each !== '.')) {
    path = join(path, part);
    await mkdir(path, { mode: 0o700 }).catch(async (error) => {
      if (!(await lstat(path)).isDirectory()) throw error;
    });
  }
}

class FetchedFile implements FileSink {
  readonly #path: string;
  readonly #temporary: string;
  readonly #file: FileHandle;
  readonly #hash = createHash('sha256');
  readonly #room: DiskRoom;
  #size = 0;

  constructor(path: string, temporary: string, file: FileHandle) {
    this.#path = path;
    this.#temporary = temporary;
    this.#file = file;
    this.#room = new DiskRoom(dirname(path));
  }

  async write(bytes: Buffer): Promise<void> {
    try {
      await this.#room.take(bytes.length);
      await this.#file.appendFile(bytes);
    } catch (error) {
      throw notKept(this.#path, error);
    }
    this.#hash.update(bytes);
    this.#size += bytes.length;
  }

  async end(): Promise<ReceivedFile> {
    const [path, temporary] = [this.#path, this.#temporary];
    try {
      await this.#file.sync();
      await this.#file.close();
    } catch (error) {
      throw notKept(path, error);
    }
    const received = { size: this.#size, sha256: this.#hash.digest('hex') };
    return {
      finish: async (sent) => {
        checkSame(path, received, sent);
        return putInPlace(path, temporary, sent);
      },
      discard: () => rm(temporary, { force: true }),
    };
  }

  async discard(): Promise<void> {
    await this.#file.close().catch(() => {});
    await rm(this.#temporary, { force: true });
  }
}

/** @throws TaskFailure */
function checkSame(path: string, received: SentFile, sent: SentFile): void {
  if (received.sha256 === sent.sha256 && received.size === sent.size) return;
  const message = `what arrived for ${path} is not what the host has: the file changes while it is read, or the link spoils it`;
  throw new TaskFailure('checksum_differs', message);
}

/** @throws TaskFailure */
async function putInPlace(
  path: string,
  temporary: string,
  { size, sha256 }: SentFile,
): Promise<'kept' | 'unchanged'> {
  try {
    if (await isSame(path, size, sha256)) {
      await rm(temporary, { force: true });
      return 'unchanged';
    }
    await rename(temporary, path);
    return 'kept';
  } catch (error) {
    throw notKept(path, error);
  }
}

async function isSame(path: string, size: number, sha256: string): Promise<boolean> {
  const stats = await lstat(path).catch(() => undefined);
  if (!stats?.isFile() || stats.size !== size) return false;
  return (await fileDigest(path)).sha256 === sha256;
}

function notKept(path: string, error: unknown): TaskFailure {
  const why = whyOf(error);
  return new TaskFailure(
    'not_kept',
    `${path} cannot be written on this machine: ${why}`,
    {},
    { cause: error },
  );
}
