import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { listScript } from '../../../src/shell/fetch/list-script.ts';
import { shells } from '../shells.ts';

const home = mkdtempSync(join(tmpdir(), 'aeon-list-script-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
chmodSync(home, 0o755);
const directories = {
  'g/a': 0o755,
  'g/a/in': 0o755,
  'g/c': 0o755,
  'g/b': 0o700,
  'h/a': 0o755,
  'h/b': 0o711,
  priv: 0o700,
};
for (const [name, mode] of Object.entries(directories)) {
  mkdirSync(join(home, name), { recursive: true });
  writeFileSync(join(home, name, 'x.log'), '');
  chmodSync(join(home, name), mode);
}
mkdirSync(join(home, 'priv/sub'));
symlinkSync('priv/none', join(home, 'link'));
symlinkSync('nowhere', join(home, 'dangling'));

/** What another user is told of one source: its records in a line. */
function list([program = '', ...flags]: readonly string[], source: string): string {
  const env = { PATH: process.env.PATH, HOME: home };
  const options = { cwd: home, env, input: listScript([source]), encoding: 'utf8', uid: 65534 } as const;
  return spawnSync(program, flags, options).stdout.replace(/\0$/, '').replaceAll('\0', ' ');
}

describe.each(shells)('what a source means, in %s', (...shell) => {
  it.each([
    ['g/a/x.log', 'S E ./x.log'],
    ['g/*/*/x.log', 'S X E ./a/in/x.log'],
    ['g/[ac]/x.log', 'S E ./a/x.log E ./c/x.log'],
    ['h/*/x.log', 'S E ./a/x.log E ./b/x.log'],
    ['*/none/x.log', 'S X'],
    ['g/none/*', 'S'],
    ['dangling', 'S X'],
    ['none', 'S'],
    ['none/', 'S'],
    ['g/a/x.log/', 'S'],
  ])('another user is told what is there: %s', (source, expected) => {
    expect(list(shell, source)).toBe(expected);
  });

  it.each([
    ['g/*/x.log', 'S X E ./a/x.log E ./c/x.log'],
    ['?/b/x.log', 'S X E ./h/b/x.log'],
    ['h/*/*.log', 'S X E ./a/x.log'],
  ])('a directory that a pattern meets and may not enter is told: %s', (source, expected) => {
    expect(list(shell, source)).toBe(expected);
  });

  it.each([['priv/x.log'], ['priv/none'], ['priv/sub/'], ['priv/none/'], ['priv/sub/*'], ['link/x']])(
    'what nobody may look at is never said to be missing: %s',
    (source) => {
      expect(list(shell, source)).toBe('S H');
    },
  );
});
