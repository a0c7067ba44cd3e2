import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { SourceFile } from '../../remote/file/upload.ts';
import { whyOf } from '../../result/why.ts';
import { octalMode } from '../../source/octal-mode.ts';
import { chunkBytes, fileChunks } from './file-chunks.ts';
import { fileDigest } from './file-digest.ts';
import { KnownDigests } from './known-digests.ts';
import { SourceTrees } from './source-trees.ts';
import { unsendable } from './unsendable.ts';

/** Files up to this size are kept in memory, up to this much in all, since every host gets them. */
const mostKeptOfOne = 4 * 1024 * 1024;
const mostKeptBytes = 64 * 1024 * 1024;

/** Measures files of the controller, each once, so that every host gets the same bytes. */
export class SourceFiles {
  /** The same for directories and patterns. */
  readonly trees: SourceTrees;
  readonly #digests: KnownDigests;
  readonly #measured = new Map<string, Promise<SourceFile>>();
  #keptBytes = 0;

  constructor(digests = new KnownDigests()) {
    this.#digests = digests;
    this.trees = new SourceTrees(digests);
  }

  /** `path` is absolute. Rejects with a TaskFailure `source_changed` when it cannot be read any more. */
  get(path: string): Promise<SourceFile> {
    const measured = this.#measured.get(path) ?? this.#measure(path);
    this.#measured.set(path, measured);
    return measured;
  }

  /** They may have changed. */
  forget(): void {
    this.#measured.clear();
    this.#keptBytes = 0;
    this.trees.forget();
  }

  async #measure(path: string): Promise<SourceFile> {
    try {
      const { mode, size } = await stat(path);
      return {
        path,
        name: basename(path),
        ...(this.#hasRoomFor(size) ? await this.#keep(path) : await this.#large(path)),
        mode: octalMode(mode),
      };
    } catch (cause) {
      throw unsendable(path, whyOf(cause));
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

  async #large(path: string): Promise<Content> {
    const { size, sha256 } = await this.#digests.get(path);
    return {
      size,
      sha256,
      read: () => firstBytes(path, size),
      hasChanged: () =>
        fileDigest(path).then(
          (now) => now.sha256 !== sha256,
          () => true, // Gone, or not to be read any more.
        ),
    };
  }
}

/** Ends early where the file has become shorter, or cannot be read any more: the host finds that its SHA-256 is another. */
async function* firstBytes(path: string, size: number): AsyncGenerator<Buffer> {
  let leftBytes = size;
  try {
    for await (const chunk of fileChunks(path)) {
      yield chunk.subarray(0, leftBytes);
      leftBytes -= chunk.length;
      if (leftBytes <= 0) return;
    }
  } catch {}
}

type Content = Pick<SourceFile, 'size' | 'sha256' | 'read' | 'hasChanged'>;

async function* chunksOf(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
}
