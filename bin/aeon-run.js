#!/bin/sh
// 2>/dev/null; { while read -r key bits; do case $key$bits in SigIgn:*[13579bdf]) export AEON_RUN_NO_HANGUP=1 ;; esac; done </proc/self/status; } 2>/dev/null; exec node "$0" "$@"
// The line above is for the shell: it starts Node with this file, and tells src/cli/main.ts whether SIGHUP (bit 0,
// proc_pid_status(5)) is ignored, as by nohup(1). Node could not know: it undoes that while it starts.
// biome-ignore-all lint/style/useNodejsImportProtocol: Node before 14.18 does not know it.
// Every Node since version 4 can read this file (ES2015), so that an old one gets a sentence and not a syntax error.
'use strict';

const fs = require('fs');
const path = require('path');

const node24 = path.join(__dirname, '../tools/node-24/node');

if (Number(process.versions.node.split('.')[0]) >= 24) {
  require('./start.js');
} else if (fs.existsSync(node24) && !process.env.AEON_RUN_NODE_24) {
  require('./hand-over.js')(node24, __filename);
} else {
  const advice = 'Install it from https://nodejs.org or run "npx -p node@24 -p aeon-run aeon-run"';
  const found = `this is ${process.version} (${process.execPath})`;
  process.stderr.write(`aeon-run needs Node.js 24 or later; ${found}. ${advice}\n`);
  process.exitCode = 2;
}
