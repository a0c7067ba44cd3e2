import { TaskFailure } from '../../result/task-failure.ts';
import { pathWord } from '../../shell/command-text.ts';
import { sendMarks, sendScript } from '../../shell/fetch/send-script.ts';
import type { Link } from '../link.ts';
import { runPlain } from '../run-plain.ts';
import { noSha256 } from '../write-failure.ts';
import type { FetchLimits } from './list-files.ts';

/** A file of the host, and what takes its bytes here. */
export interface FileToFetch {
  /** On the host; relative to the login directory, or with `~/`. */
  readonly path: string;
  readonly open: () => Promise<FileSink>;
}

export interface FileSink {
  write(bytes: Buffer): Promise<void>;
  /** Puts the file in its place when it is what the host has; else throws a TaskFailure and leaves the old one. */
  finish(sent: SentFile): Promise<'kept' | 'unchanged'>;
  /** Leaves nothing behind. */
  discard(): Promise<void>;
}

/** As the host measured it. */
export interface SentFile {
  readonly size: number;
  readonly sha256: string;
}

/** How many files came that were not here yet. @throws TransportError, TaskFailure */
export async function fetchFiles(
  link: Link,
  files: readonly FileToFetch[],
  { become, timeoutMs, onProgress }: FetchLimits & { readonly onProgress?: (bytes: number) => void },
): Promise<number> {
  const reception = new Reception(link.host, files, onProgress);
  try {
    const end = await runPlain(link, {
      body: (nonce) => sendScript({ nonce, paths: files.map(({ path }) => pathWord(path)) }),
      timeoutMs,
      ...(become !== undefined && { become }),
      listener: {
        onWord: (word) => reception.hear(word),
        onOutput: (stream, bytes) => (stream === 'stdout' ? reception.take(bytes) : reception.measure(bytes)),
      },
    });
    if (end.words.includes(sendMarks.noSha256)) throw noSha256(link.host);
    return await reception.finish();
  } finally {
    await reception.discardRest();
  }
}

/** Follows the marks; everything happens in the order in which it was heard. */
class Reception {
  readonly #host: string;
  readonly #files: readonly FileToFetch[];
  readonly #onProgress: ((bytes: number) => void) | undefined;
  readonly #sinks = new Map<number, FileSink>();
  readonly #unreadable: string[] = [];
  #current: FileSink | undefined;
  #measures = '';
  #receivedBytes = 0;
  #order: Promise<void> = Promise.resolve();

  constructor(host: string, files: readonly FileToFetch[], onProgress?: (bytes: number) => void) {
    this.#host = host;
    this.#files = files;
    this.#onProgress = onProgress;
  }

  hear(word: string): void {
    const [what, number = ''] = word.split(' ');
    const file = this.#files[Number(number)];
    if (what === sendMarks.begin && file !== undefined) {
      this.#then(async () => {
        this.#current = await file.open();
        this.#sinks.set(Number(number), this.#current);
      });
    } else if (what === sendMarks.end) {
      this.#then(async () => {
        this.#current = undefined;
      });
    } else if (what === sendMarks.unreadable && file !== undefined) this.#unreadable.push(file.path);
  }

  take(bytes: Buffer): Promise<void> {
    this.#receivedBytes += bytes.length;
    this.#onProgress?.(this.#receivedBytes);
    const copy = Buffer.from(bytes);
    return this.#then(() => this.#current?.write(copy));
  }

  measure(bytes: Buffer): void {
    this.#measures += bytes.toString('latin1');
  }

  async finish(): Promise<number> {
    await this.#order;
    const sent = this.#sent();
    const [unreadable] = this.#unreadable;
    if (unreadable !== undefined) {
      const message = `${this.#host}:${unreadable} cannot be read: only another user may (try become), or its disk fails`;
      throw new TaskFailure('no_permission', message);
    }
    let kept = 0;
    for (const [number, file] of this.#files.entries()) {
      const sink = this.#sinks.get(number);
      const measured = sent.get(number);
      if (sink === undefined || measured === undefined) {
        throw new TaskFailure(
          'transfer_failed',
          `${this.#host}:${file.path} did not come: it may be gone by now`,
        );
      }
      if ((await sink.finish(measured)) === 'kept') kept++;
      this.#sinks.delete(number);
    }
    return kept;
  }

  async discardRest(): Promise<void> {
    await this.#order.catch(() => {});
    for (const sink of this.#sinks.values()) await sink.discard();
  }

  /** A failure stops what follows; it is thrown to whoever waits for the next bytes. */
  #then(work: () => Promise<void> | undefined): Promise<void> {
    this.#order = this.#order.then(work);
    this.#order.catch(() => {});
    return this.#order;
  }

  #sent(): Map<number, SentFile> {
    const lines = this.#measures.matchAll(/^(\d+) (\d+) ([0-9a-f]{64})$/gm);
    return new Map(
      [...lines].map(([, number, size, sha256 = '']) => [Number(number), { size: Number(size), sha256 }]),
    );
  }
}
