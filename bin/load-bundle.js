// Runs under Node 24 or later. Why we do this ourselves: docs/decisions/0011-start.md.
'use strict';

const fs = require('node:fs');
const { createRequire } = require('node:module');
const { basename, dirname, join } = require('node:path');
const { Script } = require('node:vm');

const day = 24 * 3600 * 1000;

/** Of the bundle with the program: what it calls has the flags of V8 that were set when it began. */
let withUsualFlags = (work) => work();

/**
 * Loads what the build made, with what V8 compiled of it when the same command ran before, and returns what it exports.
 * That is kept in the directory `cache`, if one is given. V8 itself refuses what another version of it has left there.
 */
exports.loadBundle = function loadBundle(path, cache) {
  const source = fs.readFileSync(path, 'latin1'); // The build leaves nothing but ASCII in it.
  const kept = cache === undefined ? undefined : join(cache, `${basename(path)}.${command()}`);
  const { data, mtimeMs } = kept === undefined ? {} : readOwn(kept);
  const script = new Script(source, { filename: path, cachedData: data });
  // Once a day it is added what has been compiled since: the first run of a command may have been a short one.
  const isDue = data === undefined || script.cachedDataRejected || mtimeMs < Date.now() - day;
  if (kept !== undefined && isDue) keepWhenRun(script, kept);
  const directory = dirname(path);
  const requireOther = createRequire(path);
  const require = (name) =>
    name.endsWith('.cjs') ? loadBundle(join(directory, name), cache) : requireOther(name);
  const module = { exports: {} };
  script.runInThisContext()(module, require, path, directory);
  withUsualFlags = module.exports.withUsualFlags ?? withUsualFlags;
  return module.exports;
};

/** Each runs other parts of the bundle. A first word that is no name of a command or an option is a playbook. */
function command() {
  const [first = 'help'] = process.argv.slice(2);
  return /^-{0,2}[a-zA-Z]{1,20}$/.test(first) ? first : 'run';
}

/** Nobody else may have had a hand in what we are going to execute. */
function readOwn(path) {
  let file;
  try {
    file = fs.openSync(path); // What is looked at is what is read, whoever exchanges it meanwhile.
    const { uid, mode, mtimeMs } = fs.fstatSync(file);
    return uid === process.getuid() && (mode & 0o022) === 0 ? { data: fs.readFileSync(file), mtimeMs } : {};
  } catch {
    return {};
  } finally {
    if (file !== undefined) fs.closeSync(file);
  }
}

/**
 * What has been compiled by the end; a long run is asked earlier, as V8 forgets what was not called for a while. V8 refuses at the
 * next start what it kept under other flags.
 */
function keepWhenRun(script, path) {
  const keep = () => {
    clearTimeout(timer);
    process.off('exit', keep);
    if (process.exitCode !== 2)
      write(
        path,
        withUsualFlags(() => script.createCachedData()),
      ); // 2: perhaps there is no such command.
  };
  const timer = setTimeout(keep, 5000).unref();
  process.on('exit', keep);
}

/** A file that is there is complete, as V8 does not look. Where none can be written, starts stay slower and nothing else. */
function write(path, data) {
  const temporary = `${path}.${process.pid}`;
  const isWritten = succeeds(() => {
    makeDirectory(dirname(path));
    fs.writeFileSync(temporary, data, { mode: 0o600, flush: true });
    fs.renameSync(temporary, path);
    removeOld(dirname(path));
  });
  if (!isWritten) succeeds(() => fs.rmSync(temporary, { force: true }));
}

/** With those above it: Node's own `recursive` tries for ever below /proc, as source/make-directories.ts says. */
function makeDirectory(path) {
  if (fs.existsSync(path)) return;
  makeDirectory(dirname(path));
  fs.mkdirSync(path, { mode: 0o700 });
}

/** Those of earlier versions, and what a process that was killed has left. */
function removeOld(directory) {
  for (const name of fs.readdirSync(directory).filter((one) => /\.cjs\.\S+$/.test(one))) {
    const path = join(directory, name);
    if (fs.statSync(path).mtimeMs < Date.now() - 30 * day) fs.rmSync(path);
  }
}

function succeeds(work) {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}
