// Runs under Node 24 or later.
'use strict';

const { existsSync, lstatSync, readdirSync, readFileSync } = require('node:fs');
const { enableCompileCache } = require('node:module');
const { isAbsolute, join } = require('node:path');
const { loadBundle } = require('./load-bundle.js');

const root = join(__dirname, '..');
const sources = join(root, 'src');

// In the user's own directory: in Node's default below /tmp, another user of the machine could leave code for us.
const { HOME = '', XDG_CACHE_HOME = '' } = process.env;
const caches = isAbsolute(XDG_CACHE_HOME) ? XDG_CACHE_HOME : join(HOME, '.cache');
const cache = isAbsolute(caches) ? join(caches, 'aeon-run') : undefined;
const { AEON_RUN_NODE_24: isHandedOver } = process.env;
delete process.env.AEON_RUN_NODE_24; // Said to us by hand-over.js.

// Whoever kills hand-over.js means us: nothing may go on behind their back. A channel of anybody else is their own affair.
if (process.channel && isHandedOver) {
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  process.channel.unref();
}

if (/^(-V|--version)$/.test(process.argv.slice(2).join(' '))) {
  process.stdout.on('error', () => {}); // As in src/cli/main.ts.
  process.stdout.write(`${require('../package.json').version}\n`);
} else {
  start(findBundle());
}

function start(bundle) {
  if (bundle !== undefined && (!existsSync(sources) || isNewest(bundle))) {
    run(loadBundle(bundle, cache));
  } else if (existsSync(join(root, 'node_modules'))) {
    if (cache) enableCompileCache(cache);
    import(join(sources, 'cli/main.ts')).then(run);
  } else {
    process.stderr.write(`this checkout of aeon-run has no packages yet: run "npm ci" in ${root}\n`);
    process.exitCode = 2;
  }
}

function run({ main }) {
  return main(process.argv.slice(2));
}

/** Its name tells its content: see scripts/build.ts. */
function findBundle() {
  const directory = join(root, 'dist/cli');
  const names = existsSync(directory) ? readdirSync(directory) : [];
  const name = names.find((one) => /^main-\w+\.cjs$/.test(one));
  return name && join(directory, name);
}

/** A checkout runs its sources unless all of them are older than what was built from them. */
function isNewest(built) {
  const list = join(root, 'dist/sources.txt');
  if (!existsSync(list)) return false; // What an earlier version has built.
  const builtAtMs = lstatSync(built).mtimeMs;
  const isOlder = (path) => {
    const found = lstatSync(join(root, path), { throwIfNoEntry: false }); // An editor's lock leads nowhere.
    return found !== undefined && found.mtimeMs < builtAtMs;
  };
  return readFileSync(list, 'utf8').split('\n').every(isOlder);
}
