import { backupName } from '../../shell/keep-old.ts';
import type { SourceTree } from './source-tree.ts';

/**
 * What a listing has and the tree has not, the uppermost alone. `listed` are names as `find . -print0` gives them. What is
 * kept of old stays, with all that is in it, and so do the directories that hold it.
 */
export function removalsOf({ directories, files, links }: SourceTree, listed: Buffer): Buffer[] {
  const wanted = new Set([...directories, ...files, ...links].map(({ name }) => bytesOf(name)));
  const names = listed
    .toString('latin1')
    .split('\0')
    .filter((name) => name.startsWith('./'))
    .map((name) => name.slice(2));
  const isKept = (name: string) => withParents(name).some((part) => backupName.test(part));
  const staying = new Set(names.filter(isKept).flatMap(withParents));
  const surplus = new Set(names.filter((name) => !wanted.has(name) && !staying.has(name) && !isOdd(name)));
  return [...surplus]
    .filter((name) => !surplus.has(name.slice(0, Math.max(0, name.lastIndexOf('/')))))
    .map((name) => Buffer.from(name, 'latin1'));
}

/** A name with each byte as one character, as the listing has it. */
function bytesOf(name: string): string {
  return Buffer.from(name).toString('latin1');
}

function withParents(name: string): string[] {
  const parts = name.split('/');
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** No shell text can name it safely: neither UTF-8 nor without a newline at its end. Such a file stays. */
function isOdd(name: string): boolean {
  const bytes = Buffer.from(name, 'latin1');
  return name.endsWith('\n') && !Buffer.from(bytes.toString('utf8')).equals(bytes);
}
