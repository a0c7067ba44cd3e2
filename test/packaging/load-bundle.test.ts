import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from './program.ts';

let directory = '';
let cache = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'aeonrun-bundle-'));
  cache = join(directory, 'cache/aeon-run');
  cpSync(join(root, 'bin'), join(directory, 'bin'), { recursive: true });
  mkdirSync(join(directory, 'dist/cli'), { recursive: true });
  writeBundle('one');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** One whose command prints the word, in a function that V8 compiles when it is called. */
function writeBundle(word: string, code = ''): void {
  const main = `main() { ${code} console.log('${word}'); }`;
  writeFileSync(
    join(directory, 'dist/cli/main-abc.cjs'),
    `(function (module) { module.exports = { ${main} }; })`,
  );
}

function start(args: readonly string[], env: Record<string, string> = { XDG_CACHE_HOME: join(cache, '..') }) {
  const program = [join(directory, 'bin/aeon-run.js'), ...args];
  const end = spawnSync(process.execPath, program, { encoding: 'utf8', env, timeout: 60_000 });
  return { code: end.status, out: end.stdout, err: end.stderr };
}

/** What is kept, by name. */
function kept(): string[] {
  return readdirSync(cache).sort();
}

describe('the bundle', () => {
  it('runs with what V8 compiled in an earlier run of the same command', () => {
    expect(start(['validate'])).toEqual({ code: 0, out: 'one\n', err: '' });
    expect(kept()).toEqual(['main-abc.cjs.validate']);
    // Never so in earnest, where another content has another name: only what was kept can still say "one".
    writeBundle('two');
    expect(start(['validate']).out).toBe('one\n');
    expect(start(['show']).out).toBe('two\n');
    expect(kept()).toEqual(['main-abc.cjs.show', 'main-abc.cjs.validate']);
  });

  it('starts, and ends, where nothing can be kept', () => {
    for (const place of ['/proc/aeon', '/dev/null/x']) {
      expect(start(['validate'], { XDG_CACHE_HOME: place })).toEqual({ code: 0, out: 'one\n', err: '' });
    }
  });

  it.each(['--version', '-V'])('is not loaded to tell its version: %s', (option) => {
    writeFileSync(join(directory, 'package.json'), '{ "version": "1.2.3" }');
    expect(start([option])).toEqual({ code: 0, out: '1.2.3\n', err: '' });
    expect(start([option, 'deploy.yml']).out).toBe('one\n');
  });

  it('loads other files of the bundle in the same way', () => {
    const required = "console.log(require('./part-def.cjs'));";
    writeFileSync(
      join(directory, 'dist/cli/main-abc.cjs'),
      `(function (module, require) { module.exports = { main() { ${required} } }; })`,
    );
    const writePart = (word: string) =>
      writeFileSync(
        join(directory, 'dist/cli/part-def.cjs'),
        `(function (module) { module.exports = '${word}'; })`,
      );
    writePart('one');
    expect(start(['run'])).toEqual({ code: 0, out: 'one\n', err: '' });
    expect(kept()).toEqual(['main-abc.cjs.run', 'part-def.cjs.run']);
    writePart('two');
    expect(start(['run']).out).toBe('one\n');
  });

  it('takes a first word that is no name of a command or an option for a playbook, and none for help', () => {
    for (const args of [['deploy.yml'], ['./deploy'], ['-i', 'hosts.yml', 'deploy.yml'], ['--help'], []]) {
      start(args);
    }
    expect(kept()).toEqual(['--help', '-i', 'help', 'run'].map((word) => `main-abc.cjs.${word}`));
  });

  it('adds once a day what has been compiled since', () => {
    writeBundle('one', "if (process.argv[3]) console.log('more');");
    const file = join(cache, 'main-abc.cjs.run');
    const keptAt = (daysAgo: number) => {
      const time = new Date(Date.now() - daysAgo * 24 * 3600 * 1000);
      utimesSync(file, time, time);
      return statSync(file).ino;
    };
    start(['run']);
    const first = keptAt(0.9);
    start(['run', 'again']);
    expect(statSync(file).ino).toBe(first);
    const second = keptAt(1.1);
    expect(start(['run', 'again']).out).toBe('more\none\n');
    expect(statSync(file).ino).not.toBe(second);
    expect(statSync(file).mtimeMs).toBeGreaterThan(Date.now() - 3600 * 1000);
  });

  it('keeps nothing of a wrong command line: there may be no such command', () => {
    writeBundle('one', 'process.exitCode = 2;');
    expect(start(['destroy'])).toEqual({ code: 2, out: 'one\n', err: '' });
    expect(() => kept()).toThrow('ENOENT');
  });

  it('keeps after five seconds what a long command has run, and does not write it again at its end', () => {
    const file = join(cache, 'main-abc.cjs.run');
    const look = "console.log(process.getBuiltinModule('fs').statSync(process.env.FILE).ino)";
    writeBundle('one', `setTimeout(() => ${look}, 5500);`);
    const { code, out } = start(['run'], { XDG_CACHE_HOME: join(cache, '..'), FILE: file });
    expect({ code, out }).toEqual({ code: 0, out: `one\n${statSync(file).ino}\n` });
    expect(kept()).toEqual(['main-abc.cjs.run']);
  });

  it('is only given what nobody else can have written', () => {
    start(['run']);
    const file = join(cache, 'main-abc.cjs.run');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(cache).mode & 0o777).toBe(0o700);
    chmodSync(file, 0o620);
    writeBundle('two');
    expect(start(['run']).out).toBe('two\n');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it.each(['', 'no code of V8'])('runs where what is kept is %j, and keeps it anew', (text) => {
    start(['run']);
    const file = join(cache, 'main-abc.cjs.run');
    writeFileSync(file, text);
    expect(start(['run'])).toEqual({ code: 0, out: 'one\n', err: '' });
    expect(statSync(file).size).toBeGreaterThan(100);
    expect(kept()).toEqual(['main-abc.cjs.run']);
  });

  it('runs where nothing can be kept', () => {
    expect(start(['run'], {})).toEqual({ code: 0, out: 'one\n', err: '' });
    expect(start(['run'], { HOME: '' })).toEqual({ code: 0, out: 'one\n', err: '' });
    writeFileSync(join(directory, 'file'), '');
    const below = { XDG_CACHE_HOME: join(directory, 'file') };
    expect(start(['run'], below)).toEqual({ code: 0, out: 'one\n', err: '' });
  });

  it.each(['', 'relative'])('keeps it below the home directory where XDG_CACHE_HOME is %j', (path) => {
    start(['run'], { XDG_CACHE_HOME: path, HOME: directory });
    expect(readdirSync(join(directory, '.cache/aeon-run'))).toEqual(['main-abc.cjs.run']);
  });

  it('removes what a month ago was kept of other bundles, and no file of others', () => {
    mkdirSync(cache, { recursive: true });
    const old = new Date(Date.now() - 31 * 24 * 3600 * 1000);
    for (const name of ['main-old.cjs.run', 'main-new.cjs.run', 'notes.txt']) {
      writeFileSync(join(cache, name), '');
      if (name !== 'main-new.cjs.run') utimesSync(join(cache, name), old, old);
    }
    start(['run']);
    expect(kept()).toEqual(['main-abc.cjs.run', 'main-new.cjs.run', 'notes.txt']);
  });
});
