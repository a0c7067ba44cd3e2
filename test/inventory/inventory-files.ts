import type { InventoryIo } from '../../src/inventory/io.ts';
import { type LoadOptions, loadInventories } from '../../src/inventory/load.ts';

/** A world of files in memory, all of them private; `/w` is the current directory. */
export function ioOf(
  files: Readonly<Record<string, string>>,
  changes: Partial<InventoryIo> = {},
): InventoryIo {
  return {
    readFile(path) {
      const text = files[path.replace('/w/', '')];
      if (text === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
      return Buffer.from(text);
    },
    listDirectory(path) {
      const prefix = `${path.replace('/w/', '')}/`;
      const below = Object.keys(files).filter((file) => file.startsWith(prefix));
      const names = below.map((file) => file.slice(prefix.length).replace(/\/.*/, ''));
      return names.length === 0 ? undefined : [...new Set(names)];
    },
    mode: () => 0o600,
    cwd: '/w',
    home: '/home/me',
    user: 'me',
    ...changes,
  };
}

/** Loads `inv.yml` with this text. */
export function loadYaml(text: string, options?: LoadOptions, changes?: Partial<InventoryIo>) {
  return loadInventories(['inv.yml'], ioOf({ 'inv.yml': text }, changes), options);
}

/** `code line:column` of each problem. */
export function brief({ problems }: ReturnType<typeof loadInventories>): string[] {
  return problems.map(({ code, place }) => (place ? `${code} ${place.line}:${place.column}` : code));
}
