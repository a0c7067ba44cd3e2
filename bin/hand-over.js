// biome-ignore-all lint/style/useNodejsImportProtocol: Node before 14.18 does not know it.
// A checkout on a machine with an older Node: the one that `npm ci` brought takes over. ES2015 too.
'use strict';

const childProcess = require('child_process');

/** Runs `script` with our arguments under the Node at `node`, and ends as it ends. */
module.exports = function handOver(node, script) {
  const words = [script].concat(process.argv.slice(2));
  // It says so when it is too old as well, and does not hand over again.
  const env = Object.assign({}, process.env, { AEON_RUN_NODE_24: '1' });
  // The channel tells it when we are killed: see start.js.
  const child = childProcess.spawn(node, words, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'], env });
  // A terminal sends them to both, so it may hear of one twice; others reach only us.
  ['SIGINT', 'SIGTERM', 'SIGHUP'].forEach((name) => {
    process.on(name, () => child.kill(name));
  });
  child.on('error', (error) => {
    process.stderr.write(`aeon-run cannot start ${node}: ${error.message}\n`);
    process.exitCode = 5;
  });
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
};
