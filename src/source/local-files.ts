import { statSync } from 'node:fs';
import type { LocalFiles } from '../plan/local-files.ts';
import { listTree } from './list-tree.ts';

/** The files of this machine as a plan sees them. */
export const localFiles: LocalFiles = { size: fileSize, tree: listTree };

function fileSize(path: string): number | undefined {
  const stats = ifThere(() => statSync(path));
  return stats?.isFile() ? stats.size : undefined;
}

function ifThere<Value>(look: () => Value): Value | undefined {
  try {
    return look();
  } catch {
    return undefined; // Whoever needs it says that it is missing, and where it was named.
  }
}
