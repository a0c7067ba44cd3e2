import { readFile } from 'node:fs/promises';
import { TaskFailure } from '../../result/task-failure.ts';
import { whyOf } from '../../result/why.ts';

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
    const why = whyOf(cause);
    const message = `${path} cannot be read now that it is to be sent: ${why}`;
    throw new TaskFailure('source_changed', message, { ran: 'no' });
  }
}
