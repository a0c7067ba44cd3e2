import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { SourceTree } from '../remote/tree/source-tree.ts';
import type { SourceFile } from '../remote/upload.ts';
import { TaskFailure } from '../result/task-failure.ts';
import { listTree } from '../source/list-tree.ts';

const chunk = Buffer.alloc(256 * 1024);

/** Files of the controller for a rehearsal. */
export interface StandInFiles {
  readonly file: (path: string) => Promise<SourceFile>;
  readonly tree: (path: string) => Promise<SourceTree>;
  readonly bytes: (path: string) => Promise<Buffer>;
}

/** Measures what is to be sent in one go, so that virtual time does not run away; what is sent are zeros. */
export function standInFiles(): StandInFiles {
  return { file: once(measure), tree: once(measureTree), bytes: once((path) => readFileSync(path)) };
}

function once<Value>(work: (path: string) => Value): (path: string) => Promise<Value> {
  const done = new Map<string, Value>();
  return async (path) => {
    const known = done.get(path) ?? work(path);
    done.set(path, known);
    return known;
  };
}

function measureTree(path: string): SourceTree {
  const listed = listTree(path);
  if (listed === undefined) {
    throw new TaskFailure('source_changed', `${path} cannot be read`, { ran: 'no' });
  }
  const { root, mode, directories, files, links } = listed;
  return {
    path,
    root,
    mode,
    directories,
    links,
    files: files.map((file) => ({ ...measure(join(root, file.name)), ...file })),
  };
}

function measure(path: string): SourceFile {
  try {
    const file = openSync(path, 'r');
    try {
      const { mode } = fstatSync(file);
      const { size, sha256 } = digest(file);
      const bits = (mode & 0o7777).toString(8).padStart(3, '0');
      return { path, name: basename(path), size, sha256, mode: bits, read: () => zeros(size) };
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new TaskFailure('source_changed', `${path} cannot be read: ${why}`, { ran: 'no' });
  }
}

function digest(file: number): { readonly size: number; readonly sha256: string } {
  const hash = createHash('sha256');
  const buffer = Buffer.alloc(chunk.length);
  let size = 0;
  for (let read = readSync(file, buffer); read > 0; read = readSync(file, buffer)) {
    hash.update(buffer.subarray(0, read));
    size += read;
  }
  return { size, sha256: hash.digest('hex') };
}

async function* zeros(size: number): AsyncIterable<Buffer> {
  for (let left = size; left > 0; left -= chunk.length) yield chunk.subarray(0, Math.min(left, chunk.length));
}
