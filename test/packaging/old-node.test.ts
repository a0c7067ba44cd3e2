import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transform } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { root, run } from './program.ts';

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'aeonrun-old-node-'));
  writeFileSync(
    join(directory, 'pretend-20.cjs'),
    `Object.defineProperty(process, 'version', { value: 'v20.20.2' });
     Object.defineProperty(process.versions, 'node', { value: '20.20.2' });`,
  );
  cpSync(join(root, 'bin'), join(directory, 'bin'), { recursive: true });
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function runPretending(program: string) {
  return run(process.execPath, ['--require', join(directory, 'pretend-20.cjs'), program, '--version']);
}

describe('an old Node', () => {
  it('is told in one line what is needed, and the exit code is 2', () => {
    const end = runPretending(join(directory, 'bin/aeon-run.js'));
    expect(end).toMatchObject({ code: 2, stdout: '' });
    expect(end.stderr).toBe(
      `aeon-run needs Node.js 24 or later; this is v20.20.2 (${process.execPath}). Install it from https://nodejs.org or run "npx -p node@24 -p aeon-run aeon-run"\n`,
    );
  });

  it.each(['aeon-run.js', 'hand-over.js'])('can read bin/%s: it is ES2015', async (name) => {
    const text = readFileSync(join(root, 'bin', name), 'utf8');
    const lowered = await transform(text, { target: 'es2015' });
    expect(lowered.code).toBe((await transform(text, { target: 'esnext' })).code);
  });

  it('hands over to the one that the checkout brought, with its exit code and its arguments', () => {
    const node24 = join(directory, 'tools/node-24');
    cpSync(join(root, 'tools/node-24'), node24, { recursive: true });
    writeFileSync(join(node24, 'node'), '#!/bin/sh\necho "$2 $AEON_RUN_NODE_24"; exit 4\n');
    const end = runPretending(join(directory, 'bin/aeon-run.js'));
    expect(end).toEqual({ code: 4, stdout: '--version 1\n', stderr: '' });
    rmSync(node24, { recursive: true });
  });
});

describe('a program that was handed over', () => {
  const node24 = join(root, 'tools/node-24');

  /** Under the pretended old Node, from a copy of `bin/` beside a Node of our making. */
  function start(node: string) {
    mkdirSync(join(directory, 'tools/node-24'), { recursive: true });
    writeFileSync(join(directory, 'tools/node-24/node'), `#!/bin/sh\n${node}\n`, { mode: 0o755 });
    const args = ['--require', join(directory, 'pretend-20.cjs'), join(directory, 'bin/aeon-run.js')];
    return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  }
  afterEach(() => rmSync(join(directory, 'tools'), { recursive: true, force: true }));

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'])(
    'hears %s, whoever sends it to the first process',
    async (signal) => {
      const child = `process.on("${signal}", () => process.exit(9)); console.log("ready"); setInterval(() => {}, 1000)`;
      const parent = start(`exec ${node24}/node -e '${child}'`);
      await once(parent.stdout, 'data');
      parent.kill(signal as NodeJS.Signals); // One of the three above.
      expect(await once(parent, 'exit')).toEqual([9, null]);
    },
  );

  it('is gone when the first process is killed', async () => {
    writeMain('console.log(process.pid); setInterval(() => {}, 1000);');
    const parent = start(`exec ${node24}/node "$@"`);
    const pid = Number(String((await once(parent.stdout, 'data'))[0]));
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await expect.poll(() => isAlive(pid)).toBe(false);
    rmSync(join(directory, 'dist'), { recursive: true });
  });
});

/** In place of what the build makes. */
function writeMain(body: string): void {
  mkdirSync(join(directory, 'dist/cli'), { recursive: true });
  const bundle = `(function (module) { module.exports = { main() { ${body} } }; })`;
  writeFileSync(join(directory, 'dist/cli/main-abc.cjs'), bundle);
}

describe('a program that another one has forked', () => {
  afterEach(() => rmSync(join(directory, 'dist'), { recursive: true, force: true }));
  const forked = () => fork(join(directory, 'bin/aeon-run.js'), { execArgv: [], silent: true });

  it('goes on to its end when that one disconnects its channel', async () => {
    writeMain('console.log("ready"); setTimeout(() => process.exit(7), 300);');
    const child = forked();
    if (child.stdout !== null) await once(child.stdout, 'data');
    child.disconnect();
    expect(await once(child, 'exit')).toEqual([7, null]);
  });

  it('ends when it is done, whoever holds a channel to it', async () => {
    writeMain('process.exitCode = 8;');
    expect(await once(forked(), 'exit')).toEqual([8, null]);
  });
});

/** proc_pid_stat(5): the state follows the name in brackets. A zombie waits for a first process that may never ask. */
function isAlive(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

describe('tools/node-24/node', () => {
  it('is Node 24 or later, wherever it is called from', () => {
    expect(run(join(root, 'tools/node-24/node'), ['-p', 'process.version'], tmpdir()).stdout).toMatch(
      /^v(2[4-9]|[3-9]\d)\./,
    );
  });

  it('falls back to the Node in the path and never to itself', () => {
    cpSync(join(root, 'tools'), join(directory, 'tools'), { recursive: true });
    const own = join(directory, 'tools/node-24');
    const end = run('env', [`PATH=${own}:${process.env.PATH}:${own}`, 'node', '-p', '6 * 7'], directory);
    expect(end.stdout).toBe('42\n');
  });
});

describe('a checkout without its packages', () => {
  it('says so', () => {
    cpSync(join(root, 'src/shell'), join(directory, 'src/shell'), { recursive: true });
    const end = run(process.execPath, [join(directory, 'bin/aeon-run.js')]);
    expect(end).toMatchObject({ code: 2, stdout: '' });
    expect(end.stderr).toBe(`this checkout of aeon-run has no packages yet: run "npm ci" in ${directory}\n`);
  });
});
