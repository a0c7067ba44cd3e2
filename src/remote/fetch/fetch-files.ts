import { TaskFailure } from '../../result/task-failure.ts';
import { pathWord } from '../../shell/command-text.ts';
import { sendMarks, sendScript } from '../../shell/fetch/send-script.ts';
import { runPlain } from '../command/run-plain.ts';
import { noSha256 } from '../file/write-failure.ts';
import type { Link } from '../link.ts';
import type { FileSink, FileToFetch, ReceivedFile, SentFile } from './file-sink.ts';
import type { FetchLimits } from './list-files.ts';

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

/** A number, a size and a SHA-256. */
const longestMeasure = 100;
/** What programs of the host complain about beside that; a host that says more is not listened to. */
const mostNoise = 256 * 1024;

/** Follows the marks; everything happens in the order in which it was heard. */
class Reception {
  readonly #host: string;
  readonly #files: readonly FileToFetch[];
  readonly #onProgress: ((bytes: number) => void) | undefined;
  readonly #received = new Map<number, ReceivedFile>();
  /** The first of each. */
  #unreadable: string | undefined;
  #gone: string | undefined;
  #current: { readonly number: number; readonly sink: FileSink } | undefined;
  #measures = '';
  readonly #mostMeasures: number;
  #receivedBytes = 0;
  #order: Promise<void> = Promise.resolve();
  #isOver = false;

  constructor(host: string, files: readonly FileToFetch[], onProgress?: (bytes: number) => void) {
    this.#host = host;
    this.#files = files;
    this.#mostMeasures = files.length * longestMeasure + mostNoise;
    this.#onProgress = onProgress;
  }

  hear(word: string): void {
    const [what, text] = word.split(' ');
    const number = Number(text);
    const file = this.#files[number];
    if (what === sendMarks.end) this.#then(() => this.#end());
    else if (file === undefined) return;
    else if (what === sendMarks.begin) this.#then(() => this.#begin(number, file));
    else if (what === sendMarks.unreadable) this.#unreadable ??= file.path;
    else if (what === sendMarks.gone) this.#gone ??= file.path;
  }

  take(bytes: Buffer): Promise<void> {
    this.#receivedBytes += bytes.length;
    this.#onProgress?.(this.#receivedBytes);
    const copy = Buffer.from(bytes);
    return this.#then(() => this.#current?.sink.write(copy));
  }

  measure(bytes: Buffer): void {
    if (this.#measures.length < this.#mostMeasures) this.#measures += bytes.toString('latin1');
  }

  async finish(): Promise<number> {
    await this.#then(() => this.#end());
    const sent = this.#sent();
    const unreadable = this.#unreadable;
    if (unreadable !== undefined) {
      const message = `${this.#host}:${unreadable} cannot be read: only another user may (try become), or its disk fails`;
      throw new TaskFailure('no_permission', message);
    }
    if (this.#gone !== undefined) throw didNotCome(this.#host, this.#gone);
    let kept = 0;
    for (const [number, file] of this.#files.entries()) {
      const received = this.#received.get(number);
      const measured = sent.get(number);
      if (received === undefined || measured === undefined) throw didNotCome(this.#host, file.path);
      if ((await received.finish(measured)) === 'kept') kept++;
      this.#received.delete(number);
    }
    return kept;
  }

  /** What is heard later is of no use any more. */
  async discardRest(): Promise<void> {
    this.#isOver = true;
    await this.#order.catch(() => {});
    const halfDone = [this.#current?.sink, ...this.#received.values()];
    await Promise.allSettled(halfDone.map((each) => each?.discard()));
  }

  async #begin(number: number, file: FileToFetch): Promise<void> {
    await this.#end(); // In case that the host left it out.
    if (this.#received.has(number)) return;
    this.#current = { number, sink: await file.open() };
  }

  async #end(): Promise<void> {
    if (this.#current === undefined) return;
    const { number, sink } = this.#current;
    this.#received.set(number, await sink.end());
    this.#current = undefined;
  }

  /** A failure stops what follows; it is thrown to whoever waits for the next bytes. */
  #then(work: () => Promise<void> | undefined): Promise<void> {
    this.#order = this.#order.then(() => (this.#isOver ? undefined : work()));
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

function didNotCome(host: string, path: string): TaskFailure {
  return new TaskFailure('transfer_failed', `${host}:${path} did not come: it may be gone by now`);
}
