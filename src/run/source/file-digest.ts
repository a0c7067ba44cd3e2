import { createHash } from 'node:crypto';
import { fileChunks } from './file-chunks.ts';

export interface FileDigest {
  /** In bytes. */
  readonly size: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** Reads the whole file. Rejects as the file system does. */
export async function fileDigest(path: string): Promise<FileDigest> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of fileChunks(path)) {
    hash.update(chunk);
    size += chunk.length;
  }
  return { size, sha256: hash.digest('hex') };
}
