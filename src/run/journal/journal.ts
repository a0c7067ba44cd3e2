import { appendFileSync, constants, fstatSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { whyOf } from '../../result/why.ts';

/** The journal cannot be written: nothing new may start. Exit code 5. */
export class JournalError extends Error {
  override readonly name = 'JournalError';
}

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: JournalError) => void;
}

/**
 * The append-only record of a run, a line an event. A line is on disk when its promise resolves. Lines that come while
 * an fsync is under way share the next one (group commit), so that many hosts cost few of them.
 */
export class Journal implements AsyncDisposable {
  readonly #path: string;
  readonly #file: FileHandle;
  #lines: string[] = [];
  #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;
  #broken: JournalError | undefined;

  private constructor(path: string, file: FileHandle) {
    this.#path = path;
    this.#file = file;
  }

  /**
   * Opened before the first connection, so that a shortage of file descriptors cannot hit it later. With `wholeBytes`
   * it goes on behind so many bytes of what is there: the rest is a line that was cut off while it was written.
   */
  static async open(path: string, wholeBytes?: number): Promise<Journal> {
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND;
    try {
      const file = await open(path, flags, 0o600);
      if (wholeBytes !== undefined) await file.truncate(wholeBytes);
      await file.sync();
      await syncDirectories(dirname(path));
      return new Journal(path, file);
    } catch (cause) {
      throw unwritable(path, cause);
    }
  }

  /** Set once a write has failed. */
  get broken(): JournalError | undefined {
    return this.#broken;
  }

  /** `line` is one line of JSON without its newline. Rejects with a JournalError. */
  append(line: string): Promise<void> {
    if (this.#broken !== undefined) return Promise.reject(this.#broken);
    this.#lines.push(line);
    const durable = new Promise<void>((resolve, reject) => this.#waiting.push({ resolve, reject }));
    this.#writing ??= this.#writeAll();
    return durable;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writing;
    await this.#file.close();
  }

  async #writeAll(): Promise<void> {
    while (this.#lines.length > 0) {
      await turn(); // What the same turn appends goes along.
      const lines = this.#lines.splice(0);
      const waiting = this.#waiting.splice(0);
      try {
        if (fstatSync(this.#file.fd).nlink === 0) throw new Error('it was removed');
        // Into the page cache, at once: a thread would take longer to wake up. The disk may take its time.
        appendFileSync(this.#file.fd, `${lines.join('\n')}\n`);
        await this.#file.datasync();
        for (const { resolve } of waiting) resolve();
      } catch (cause) {
        this.#broken = unwritable(this.#path, cause);
        for (const { reject } of [...waiting, ...this.#waiting.splice(0)]) reject(this.#broken);
        this.#lines = [];
      }
    }
    this.#writing = undefined;
  }
}

/** A new file outlives a power cut only when the directory that names it is on disk, and so is that one's own name. */
async function syncDirectories(directory: string): Promise<void> {
  for (const path of [directory, dirname(directory)]) {
    const handle = await open(path, constants.O_RDONLY);
    await handle.sync().finally(() => handle.close());
  }
}

function unwritable(path: string, cause: unknown): JournalError {
  const why = whyOf(cause);
  const advice = 'free some space or choose another place with --run-dir';
  return new JournalError(
    `the journal ${path} cannot be written, so nothing new is started: ${why}; ${advice}`,
    {
      cause,
    },
  );
}
