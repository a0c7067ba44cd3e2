import { accessSync, constants, readdirSync, readFileSync, statSync } from 'node:fs';
import type { LocalContent, LocalFiles } from './controller-files.ts';
import { listTree } from './list-tree.ts';
import { octalMode } from './octal-mode.ts';

/** The files of this machine as a plan sees them. */
export const localFiles: LocalFiles = {
  size: fileSize,
  isSpecial,
  tree: listTree,
  read,
  names: (directory) => ifThere(() => readdirSync(directory)),
};

function fileSize(path: string): number | undefined {
  return ifThere(() => {
    accessSync(path, constants.R_OK);
    const stats = statSync(path);
    return stats.isFile() ? stats.size : undefined;
  });
}

function isSpecial(path: string): boolean {
  const stats = ifThere(() => statSync(path));
  return stats !== undefined && !stats.isFile() && !stats.isDirectory();
}

function read(path: string): LocalContent | undefined {
  return ifThere(() => {
    const { mode } = statSync(path);
    return { bytes: readFileSync(path), mode: octalMode(mode) };
  });
}

function ifThere<Value>(look: () => Value): Value | undefined {
  try {
    return look();
  } catch {
    return undefined; // Whoever needs it says that it is missing, and where it was named.
  }
}
