import { createHash } from 'node:crypto';
import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { SourceFile } from '../remote/file/upload.ts';
import type { SourceTree } from '../remote/tree/source-tree.ts';
import { TaskFailure } from '../result/task-failure.ts';
import { whyOf } from '../result/why.ts';
import type { Sources } from '../run/source/sources.ts';
import { listTree } from '../source/list-tree.ts';
import { octalMode } from '../source/octal-mode.ts';

const chunk = Buffer.alloc(256 * 1024);

/**
 * Files of the controller for a rehearsal: measures what is to be sent in one go, so that virtual time does not run away. What is
 * sent are zeros. What is not there would be made by a stage, which a rehearsal does not run: it is empty.
 */
export function standInFiles(): Sources {
  return {
    file: once((path) => (existsSync(path) ? measure(path) : empty(path))),
    tree: once(measureTree),
    bytes: once((path) => (existsSync(path) ? readFileSync(path) : Buffer.alloc(0))),
    forget: () => {},
  };
}

function empty(path: string): SourceFile {
  const sha256 = createHash('sha256').digest('hex');
  return { path, name: basename(path), size: 0, sha256, mode: '644', read: () => zeros(0) };
}

function emptyTree(path: string): SourceTree {
  return { path, root: path, mode: '755', directories: [], files: [], links: [] };
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
  if (listed === undefined) return emptyTree(path);
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
      const bits = octalMode(mode);
      return { path, name: basename(path), size, sha256, mode: bits, read: () => zeros(size) };
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    const why = whyOf(cause);
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
