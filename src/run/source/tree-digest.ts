import { createHash } from 'node:crypto';
import type { SourceTree } from '../../remote/tree/source-tree.ts';

/** Of what is in a directory: names, modes and contents. Hexadecimal. */
export function treeDigest({ directories, files, links }: SourceTree): string {
  const content = files.map(({ name, mode, sha256 }) => [name, mode, sha256]);
  return createHash('sha256')
    .update(JSON.stringify([directories, content, links]))
    .digest('hex');
}
