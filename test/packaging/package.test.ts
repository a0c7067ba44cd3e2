import { createHash } from 'node:crypto';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyOfCheckout, run } from './program.ts';

let checkout = '';
let installed = '';
let packed: { readonly filename: string; readonly files: readonly { readonly path: string }[] };

beforeAll(() => {
  checkout = copyOfCheckout();
  installed = mkdtempSync(join(tmpdir(), 'aeonrun-installed-'));
  const pack = run('npm', ['pack', '--json', '--ignore-scripts=false'], checkout);
  expect(pack.code, pack.stderr).toBe(0);
  [packed] = JSON.parse(pack.stdout.slice(pack.stdout.indexOf('[')));
});
afterAll(() => {
  rmSync(checkout, { recursive: true, force: true });
  rmSync(installed, { recursive: true, force: true });
});

/** The file that the build made whose name begins so. */
function built(beginning: string): string {
  const directory = join(checkout, 'dist/cli');
  const [name = '', ...others] = readdirSync(directory).filter((one) => one.startsWith(beginning));
  expect(others).toEqual([]);
  return join(directory, name);
}

describe('the package', () => {
  it('holds the program, its playbooks, schemas, README and license, and nothing else', () => {
    const tops = new Set(packed.files.map(({ path }) => path.split('/')[0]));
    expect([...tops].sort()).toEqual(
      ['LICENSE', 'README.md', 'bin', 'dist', 'package.json', 'playbooks', 'schemas'].sort(),
    );
    expect(packed.files.map(({ path }) => path)).toContain('dist/THIRD-PARTY-LICENSES.txt');
  });

  it('is installed without any other package and without a network, and runs', () => {
    writeFileSync(join(installed, 'package.json'), '{}');
    const cache = `--cache=${join(installed, 'empty-cache')}`;
    const install = run('npm', ['install', '--offline', cache, join(checkout, packed.filename)], installed);
    expect(install.stdout + install.stderr).toContain('added 1 package');
    const { version } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8'));
    const program = join(installed, 'node_modules/.bin/aeon-run');
    expect(run(program, ['--version'], installed)).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
    // How wide text is, it finds out by a package that is loaded when it is needed.
    writeFileSync(join(installed, 'wide.yml'), 'stages:\n  - { name: 漢字, hosts: all, exxec: date }\n');
    const { stderr } = run(program, ['validate', 'wide.yml', '-H', 'm1'], installed);
    expect(stderr).toContain(
      '  - { name: 漢字, hosts: all, exxec: date }\n    |                               ^^^^^\n',
    );
  });

  it.each([1, 1000])('is compiled once for all later starts, for an inventory of %i', (count) => {
    const cache = join(installed, `cache-${count}`);
    writeFileSync(join(installed, 'one.yml'), 'stages:\n  - { hosts: all, exec: date }\n');
    writeFileSync(
      join(installed, 'hosts.yml'),
      JSON.stringify({ hosts: Array.from({ length: count }, (_, at) => `m${at}`) }),
    );
    const start = () => {
      const args = ['validate', 'one.yml', '-i', 'hosts.yml'];
      expect(run(join(installed, 'node_modules/.bin/aeon-run'), args, installed, cache).code).toBe(0);
      const kept = readdirSync(join(cache, 'aeon-run')).filter((name) => name.endsWith('.validate'));
      return kept.map((name) => [name, statSync(join(cache, 'aeon-run', name)).ino]);
    };
    const first = start();
    expect(first).toHaveLength(2);
    expect(start()).toEqual(first);
  });

  it('takes the validators that the build made, and keeps what V8 compiled of all that it has run', () => {
    writeFileSync(join(installed, 'good.yml'), 'stages:\n  - { hosts: all, exec: date }\n');
    const program = join(installed, 'node_modules/.bin/aeon-run');
    const validate = [`XDG_CACHE_HOME=${installed}`, program, 'validate', 'good.yml', '-H', 'm1'];
    const first = run('env', validate, installed);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    const kept = [basename(built('main')), basename(built('ready-validators'))];
    expect(readdirSync(join(installed, 'aeon-run'))).toEqual(kept.map((name) => `${name}.validate`));
    expect(run('env', validate, installed)).toEqual(first);
  });
});

describe('what the build makes', () => {
  it.each(['main', 'ready-validators'])(
    'is named for its content, and holds nothing but ASCII, as bin/load-bundle.js reads it: %s',
    (name) => {
      const bytes = readFileSync(built(name));
      const hash = createHash('sha256').update(bytes).digest('hex');
      expect(basename(built(name))).toBe(`${name}-${hash.slice(0, 12)}.cjs`);
      expect(bytes.every((byte) => byte < 0x80)).toBe(true);
    },
  );
});

/** As if it changed so many seconds from now. */
function setTime(path: string, seconds: number): void {
  const time = new Date(Date.now() + seconds * 1000);
  utimesSync(path, time, time);
}

describe('a checkout', () => {
  it('runs what it was built from, and its sources as soon as one of them is newer', () => {
    const program = join(checkout, 'bin/aeon-run.js');
    writeFileSync(
      built('main'),
      "(function (module) { module.exports = { main: () => console.log('the bundle') }; })",
    );
    expect(run(process.execPath, [program, '--help']).stdout).toBe('the bundle\n');
    symlinkSync('nobody@nowhere.1', join(checkout, 'src/.#main.ts')); // As Emacs locks a file: it leads nowhere.
    setTime(built('main'), 2); // The directory has changed with it.
    expect(run(process.execPath, [program, '--help']).stdout).toBe('the bundle\n');
    for (const change of ['src/shell/marks.ts', 'src/shell', 'package.json']) {
      setTime(join(checkout, change), 4);
      expect(run(process.execPath, [program, '--help']).stdout, change).toMatch(/^Usage: aeon-run /);
      setTime(join(checkout, change), 0);
      expect(run(process.execPath, [program, '--help']).stdout, change).toBe('the bundle\n');
    }
    rmSync(join(checkout, 'dist/sources.txt')); // As an earlier version has built it.
    expect(run(process.execPath, [program, '--help']).stdout).toMatch(/^Usage: aeon-run /);
  });

  it('runs its sources where one of those that were built is gone', () => {
    expect(run('npm', ['run', 'build'], checkout).code).toBe(0);
    const program = join(checkout, 'bin/aeon-run.js');
    writeFileSync(
      built('main'),
      "(function (module) { module.exports = { main: () => console.log('the bundle') }; })",
    );
    setTime(built('main'), 2);
    expect(run(process.execPath, [program, '--help']).stdout).toBe('the bundle\n');
    rmSync(join(checkout, 'src/stages/assert/README.md'));
    expect(run(process.execPath, [program, '--help']).stdout).toMatch(/^Usage: aeon-run /);
  });
});
