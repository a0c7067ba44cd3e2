/** A module has no way to load another at once and only when it needs it, but `createRequire`, which no bundle looks into. */

import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

const loading = /createRequire\(import\.meta\.url\)\(('[^']+')\)/;

/** Brings what src/document/cells.ts loads into the bundle, as `require` does. */
export const loadedWhenUsed: Plugin = {
  name: 'loaded-when-used',
  setup({ onLoad }) {
    onLoad({ filter: /\/src\/document\/cells\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      if (!loading.test(text)) throw new Error(`${path} loads nothing by createRequire`);
      return { contents: text.replace(loading, 'require($1)'), loader: 'ts' };
    });
  },
};
