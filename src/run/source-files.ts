import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { SourceFile } from '../remote/upload.ts';
import { TaskFailure } from '../result/task-failure.ts';
import { SourceTrees } from './source-trees.ts';

const chunkBytes = 256 * 1024;
/** Files up to this size are kept in memory, up to this much in all, since every host gets them. */
const mostKeptOfOne = 4 * 1024 * 1024;
const mostKeptBytes = 64 * 1024 * 1024;

/** Measures files of the controller, each once a run, so that every host gets the same bytes. */
export class SourceFiles {
  /** The same for directories and patterns. */
  readonly trees = new SourceTrees();
  readonly #measured = new Map<string, Promise<SourceFile>>();
  readonly #changed = new Set<string>();
  #keptBytes = 0;

  /** `path` is absolute. Rejects with a TaskFailure `source_changed` when it cannot be read any more. */
  get(path: string): Promise<SourceFile> {
    const measured = this.#measured.get(path) ?? this.#measure(path);
    this.#measured.set(path, measured);
    return measured;
  }

  async #measure(path: string): Promise<SourceFile> {
    try {
      const { mode, size } = await stat(path);
      return {
        path,
        name: basename(path),
        ...(this.#hasRoomFor(size) ? await this.#keep(path) : await this.#digest(path)),
        mode: (mode & 0o7777).toString(8).padStart(3, '0'),
      };
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      const message = `${path} was there when the plan was made and cannot be read now: ${why}`;
      throw new TaskFailure('source_changed', message, { ran: 'no' });
    }
  }

  #hasRoomFor(size: number): boolean {
    return size <= mostKeptOfOne && this.#keptBytes + size <= mostKeptBytes;
  }

  async #keep(path: string): Promise<Content> {
    const bytes = await readFile(path);
    this.#keptBytes += bytes.length;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return { size: bytes.length, sha256, read: () => chunksOf(bytes) };
  }

  async #digest(path: string): Promise<Content> {
    const hash = createHash('sha256');
    let size = 0;
    for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes })) {
      hash.update(chunk);
      size += chunk.length;
    }
    const sha256 = hash.digest('hex');
    return {
      size,
      sha256,
      read: () => this.#read(path, sha256, size),
      hasChanged: () => this.#changed.has(path),
    };
  }

  /** The host compares too; this tells a change of the file from damage on the way. */
  async *#read(path: string, sha256: string, size: number): AsyncGenerator<Buffer> {
    const hash = createHash('sha256');
    let leftBytes = size;
    try {
      for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes })) {
        leftBytes -= chunk.length;
        if (leftBytes < 0) break;
        hash.update(chunk);
        yield chunk;
      }
    } catch {
      leftBytes = -1; // Gone, or not to be read any more.
    }
    if (leftBytes !== 0 || hash.digest('hex') !== sha256) this.#changed.add(path);
  }
}

type Content = Pick<SourceFile, 'size' | 'sha256' | 'read' | 'hasChanged'>;

async function* chunksOf(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
}
