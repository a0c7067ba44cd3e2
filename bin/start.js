// Runs under Node 24 or later.
'use strict';

const { existsSync, readdirSync, statSync } = require('node:fs');
const { enableCompileCache } = require('node:module');
const { join } = require('node:path');

const root = join(__dirname, '..');
const bundle = join(root, 'dist/cli/main.js');
const sources = join(root, 'src');

// In the user's own directory: in Node's default below /tmp, another user of the machine could leave code for us.
const { HOME, XDG_CACHE_HOME = HOME && join(HOME, '.cache') } = process.env;
if (XDG_CACHE_HOME) enableCompileCache(join(XDG_CACHE_HOME, 'aeon-run'));
delete process.env.AEON_RUN_NODE_24; // Said to us by hand-over.js.

// Whoever kills hand-over.js means us: nothing may go on behind their back.
if (process.channel) {
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  process.channel.unref();
}

if (!existsSync(sources) || isBundleNewest()) {
  run(bundle);
} else if (existsSync(join(root, 'node_modules'))) {
  run(join(sources, 'cli/main.ts'));
} else {
  process.stderr.write(`this checkout of aeon-run has no packages yet: run "npm ci" in ${root}\n`);
  process.exitCode = 2;
}

async function run(program) {
  const { main } = await import(program);
  await main(process.argv.slice(2));
}

/** A checkout runs its sources unless all of them are older than what was built from them. */
function isBundleNewest() {
  if (!existsSync(bundle)) return false;
  const names = readdirSync(sources, { recursive: true }).map((name) => join(sources, name));
  const builtAtMs = statSync(bundle).mtimeMs;
  return [sources, join(root, 'package.json'), join(root, 'package-lock.json'), ...names].every(
    (name) => statSync(name).mtimeMs < builtAtMs,
  );
}
