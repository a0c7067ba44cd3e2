import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import type { SourceFile } from '../remote/upload.ts';
import { TaskFailure } from '../result/task-failure.ts';

const chunk = Buffer.alloc(256 * 1024);

/** Measures a file of the controller in one go, so that virtual time does not run away; what is sent are zeros. */
export function standInFiles(): (path: string) => Promise<SourceFile> {
  const measured = new Map<string, SourceFile>();
  return async (path) => {
    const known = measured.get(path) ?? measure(path);
    measured.set(path, known);
    return known;
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
