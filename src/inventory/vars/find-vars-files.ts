import { join } from 'node:path/posix';
import type { InventoryIo } from '../io.ts';

/** A file in `group_vars/` or `host_vars/`. */
export interface FoundVarsFile {
  readonly kind: 'group' | 'host';
  /** Of the group or host that it, or the directory in which it lies, is named for. */
  readonly name: string;
  /** From the directory of the inventory. */
  readonly path: string;
  /** By its ending it holds vars; without one it does if there is such a group or host. */
  readonly ending: 'of-vars' | 'none' | 'other';
}

type Lister = Pick<InventoryIo, 'listDirectory'>;

/**
 * All files in these folders, in the order in which Ansible reads them. As it does, this skips what is hidden and what
 * editors leave (`web.yml~`); a directory stands for one group or host, with all files in it.
 */
export function findVarsFiles(directory: string, io: Lister): FoundVarsFile[] {
  return (['group', 'host'] as const).flatMap((kind) => {
    const folder = `${kind}_vars`;
    return entriesOf(join(directory, folder), io).flatMap((entry): FoundVarsFile[] => {
      const path = join(folder, entry);
      const [, stem] = varsEnding.exec(entry) ?? [];
      if (stem !== undefined) return [{ kind, name: stem, path, ending: 'of-vars' }];
      const inside = filesBelow(directory, path, io);
      if (inside === undefined) return [{ kind, name: entry, path, ending: 'none' }]; // A name may hold dots.
      return inside.map((file) => ({ kind, name: entry, path: file, ending: endingOf(file) }));
    });
  });
}

const varsEnding = /^(.+?)\.(?:ya?ml|json)(?:\.age)?$/;

function endingOf(path: string): FoundVarsFile['ending'] {
  if (varsEnding.test(path)) return 'of-vars';
  return /\.[^/]*$/.test(path.replace(/\.age$/, '')) ? 'other' : 'none';
}

/** Undefined when it is no directory. Links may lead in a circle. */
function filesBelow(directory: string, path: string, io: Lister, depth = 0): string[] | undefined {
  if (io.listDirectory(join(directory, path)) === undefined || depth > deepest) return undefined;
  return entriesOf(join(directory, path), io).flatMap((entry) => {
    const file = join(path, entry);
    if (varsEnding.test(entry)) return [file];
    return filesBelow(directory, file, io, depth + 1) ?? [file];
  });
}

const deepest = 8;

function entriesOf(path: string, io: Lister): string[] {
  const names = io.listDirectory(path) ?? [];
  return names.filter((name) => !name.startsWith('.') && !name.endsWith('~')).toSorted();
}
