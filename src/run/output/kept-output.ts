import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { type Output, tailBytes } from '../../result/task-result.ts';
import { textOf } from './output-file.ts';

/** What an earlier process wrote to the file of a stream before it was stopped; more may have followed on the host. */
export async function keptOutput(root: string, name: string): Promise<Output> {
  const nothing = { tail: '', bytes: 0, isCut: true } as const;
  const file = await open(join(root, name)).catch(() => undefined);
  if (file === undefined) return nothing;
  try {
    const { size } = await file.stat();
    const length = Math.min(size, tailBytes);
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
    return { tail: textOf(buffer), bytes: size, file: name, isCut: true };
  } finally {
    await file.close();
  }
}
