import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { SourceFile } from '../remote/upload.ts';
import { TaskFailure } from '../result/task-failure.ts';

const chunkBytes = 256 * 1024;

/** Measures files of the controller, each once a run, so that every host gets the same bytes. */
export class SourceFiles {
  readonly #measured = new Map<string, Promise<SourceFile>>();

  /** `path` is absolute. Rejects with a TaskFailure `source_changed` when it cannot be read any more. */
  get(path: string): Promise<SourceFile> {
    const measured = this.#measured.get(path) ?? measure(path);
    this.#measured.set(path, measured);
    return measured;
  }
}

async function measure(path: string): Promise<SourceFile> {
  try {
    const { mode } = await stat(path);
    const hash = createHash('sha256');
    let size = 0;
    for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes })) {
      hash.update(chunk);
      size += chunk.length;
    }
    return {
      path,
      name: basename(path),
      size,
      sha256: hash.digest('hex'),
      mode: (mode & 0o7777).toString(8).padStart(3, '0'),
      read: () => createReadStream(path, { highWaterMark: chunkBytes }),
    };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new TaskFailure(
      'source_changed',
      `${path} was there when the plan was made and cannot be read now: ${why}`,
      { ran: 'no' },
    );
  }
}
