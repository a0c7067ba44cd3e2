import { dirname, join, resolve } from 'node:path';
import type { InventoryIo } from '../../inventory/io.ts';

/**
 * The file of a program in the shell text of a dynamic inventory, `inventory/aws.py` in `python3 inventory/aws.py`, as it
 * stands there: Ansible reads the vars files beside it. Undefined where there are none, and of ansible-inventory(1), which
 * has read those beside the files that it names.
 */
export function inventoryProgram(
  command: string,
  io: Pick<InventoryIo, 'cwd' | 'home' | 'mode' | 'listDirectory'>,
): string | undefined {
  if (/(?:^|[\s/])ansible-inventory(?:\s|$)/.test(command)) return undefined;
  const words = command
    .split(/\s+/)
    .map((word) => (word.startsWith('~/') ? join(io.home, word.slice(2)) : word));
  return words.find((word) => {
    const path = resolve(io.cwd, word);
    const isFile = word !== '' && io.mode(path) !== undefined && io.listDirectory(path) === undefined;
    return isFile && folders.some((folder) => io.listDirectory(join(dirname(path), folder)) !== undefined);
  });
}

const folders = ['group_vars', 'host_vars'];
