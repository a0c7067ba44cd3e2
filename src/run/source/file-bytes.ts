import { readFile } from 'node:fs/promises';
import { whyOf } from '../../result/why.ts';
import { unsendable } from './unsendable.ts';

/** Reads files of the controller, each once. Rejects with a TaskFailure `source_changed`. */
export function fileBytes(): (path: string) => Promise<Buffer> {
  const known = new Map<string, Promise<Buffer>>();
  return (path) => {
    const bytes = known.get(path) ?? read(path);
    known.set(path, bytes);
    return bytes;
  };
}

async function read(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw unsendable(path, whyOf(cause));
  }
}
