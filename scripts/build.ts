/** `npm run build`: the program with all its packages in dist/, so that installing it installs nothing else. */

import { existsSync, readdirSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { loadedWhenUsed } from './loaded-when-used.ts';
import { buildReadyValidators, readyValidators } from './ready-validators.ts';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');

await rm(dist, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: ['src/cli/main.ts'],
  // As deep as src/cli/main.ts: what is found by new URL('../../…', import.meta.url) is found from here too.
  outdir: 'dist',
  entryNames: 'cli/[name]',
  chunkNames: 'parts/[name]-[hash]',
  bundle: true,
  splitting: true, // What is imported on first use becomes a file of its own.
  format: 'esm',
  platform: 'node',
  target: 'node24',
  // ssh2 tries its native parts and does without: docs/decisions/0004-ssh2-without-native-code.md.
  external: ['cpu-features', '*.node'],
  // What packages in CommonJS find in their scope, and a module does not.
  banner: {
    js: `import { createRequire as nodeRequire } from 'node:module';
const require = nodeRequire(import.meta.url);
const __dirname = import.meta.dirname;`,
  },
  plugins: [readyValidators, loadedWhenUsed],
  metafile: true,
  logLevel: 'warning',
});
await buildReadyValidators(join(dist, 'parts'));
await writeFile(join(dist, 'THIRD-PARTY-LICENSES.txt'), await licenses(Object.keys(metafile.inputs)));

/** The licenses of the packages that are in the bundle ask to be handed on with it. */
async function licenses(inputs: readonly string[]): Promise<string> {
  const packages = new Set(
    inputs.flatMap((path) => /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []),
  );
  const texts = await Promise.all([...packages].sort().map(license));
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}

async function license(directory: string): Promise<string> {
  const facts = JSON.parse(await readFile(join(root, directory, 'package.json'), 'utf8'));
  const file = readdirSync(join(root, directory)).find((name) => /^licen[cs]e/i.test(name));
  const path = join(root, directory, file ?? 'package.json');
  const text =
    file !== undefined && existsSync(path) ? await readFile(path, 'utf8') : `License: ${facts.license}\n`;
  return `${facts.name} ${facts.version}\n\n${text}`;
}
