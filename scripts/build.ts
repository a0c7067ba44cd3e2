/** `npm run build`: the program with all its packages in dist/, so that installing it installs nothing else. */

import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { loadedWhenUsed } from './loaded-when-used.ts';
import { validatorsModule } from './ready-validators.ts';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');

await rm(dist, { recursive: true, force: true });
await mkdir(join(dist, 'cli'), { recursive: true });
// Minified, as it is read at each start: over 1 MB of code that nobody reads.
const validators = await bundle('ready-validators', {
  stdin: { contents: validatorsModule(), resolveDir: root },
  minify: true,
});
const main = await bundle('main', {
  entryPoints: ['src/cli/main.ts'],
  // ssh2 tries its native parts and does without: docs/decisions/0004-ssh2-without-native-code.md.
  external: ['cpu-features', '*.node'],
  plugins: [
    insteadOf(/\/ready-validators\.ts$/, `./${validators.name}`),
    without(/\/ssh2\/lib\/http-agents\.js$/), // It loads Node's whole HTTP and TLS.
    loadedWhenUsed,
  ],
});
// For bin/start.js, which asks at each start whether one of them has changed: to look for them takes longer than that.
await writeFile(join(dist, 'sources.txt'), sources().join('\n'));
await writeFile(
  join(dist, 'THIRD-PARTY-LICENSES.txt'),
  await licenses([...main.inputs, ...validators.inputs]),
);

/** All files and directories of which the bundle may be made: one that comes or goes changes its directory. */
function sources(): string[] {
  const inside = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' });
  return ['package.json', 'package-lock.json', 'src', ...inside.map((path) => join('src', path))];
}

/**
 * A file for bin/load-bundle.js, as deep as src/cli/main.ts: what is found by new URL('../../…', import.meta.url) is found from it
 * too. Its name has the hash of its content: what V8 compiled of one may never be taken for another's, and V8 itself compares
 * no more than their lengths.
 */
async function bundle(name: string, options: BuildOptions) {
  const { metafile, outputFiles } = await build({
    ...options,
    absWorkingDir: root,
    outdir: join(dist, 'cli'),
    bundle: true, // What is imported on first use is evaluated on first use.
    write: false,
    format: 'cjs',
    platform: 'node',
    target: 'node24',
    define: { 'import.meta.url': 'bundleUrl', 'import.meta.main': 'false' },
    banner: {
      js: `(function (module, require, __filename, __dirname) {
'use strict';
const bundleUrl = require('node:url').pathToFileURL(__filename).href;`,
    },
    footer: { js: '})' },
    metafile: true,
    logLevel: 'warning',
  });
  const code = inAscii(outputFiles[0]?.text ?? '');
  const hash = createHash('sha256').update(code).digest('hex').slice(0, 12);
  const file = `${name}-${hash}.cjs`;
  await writeFile(join(dist, 'cli', file), code);
  return { name: file, inputs: Object.keys(metafile.inputs) };
}

/** Leaves an import to a file beside the bundle. */
function insteadOf(filter: RegExp, path: string): Plugin {
  return {
    name: 'instead-of',
    setup({ onResolve }) {
      onResolve({ filter }, () => ({ path, external: true }));
    },
  };
}

/** Leaves out what a package exports and we do not use. */
function without(filter: RegExp): Plugin {
  return {
    name: 'without',
    setup({ onLoad, onEnd }) {
      let isLeftOut = false;
      onLoad({ filter }, () => {
        isLeftOut = true;
        return { contents: '' };
      });
      onEnd(() => (isLeftOut ? null : { errors: [{ text: `nothing matches ${filter} any more` }] }));
    },
  };
}

/** esbuild escapes what is not ASCII, but not in regular expressions. */
function inAscii(text: string): string {
  return text.replaceAll(/[^\0-\x7f]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

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
