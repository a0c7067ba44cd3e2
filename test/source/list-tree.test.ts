import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listTree } from '../../src/source/list-tree.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'aeonrun-list-'));
  for (const directory of ['conf.d/deep/er', 'conf.d/.git'])
    mkdirSync(join(root, directory), { recursive: true });
  const files = ['a.conf', 'b.conf', 'c.txt', '.hidden.conf', 'deep/d.conf', 'deep/er/e.conf', '.git/f.conf'];
  for (const file of files) writeFileSync(join(root, 'conf.d', file), file);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function names(pattern: string) {
  return listTree(join(root, pattern))?.files.map(({ name }) => name);
}

describe('what a src means', () => {
  it('is all that is in a directory, hidden files too', () => {
    const tree = listTree(`${root}/conf.d/`);
    expect(tree?.files).toHaveLength(7);
    expect(tree?.directories.map(({ name }) => name)).toEqual(['.git', 'deep', 'deep/er']);
  });

  it.each([
    ['conf.d/*.conf', ['a.conf', 'b.conf']],
    ['conf.d/*', ['a.conf', 'b.conf', 'c.txt']],
    ['conf.d/.*', ['.hidden.conf']],
    ['conf.d/[ab].conf', ['a.conf', 'b.conf']],
    ['conf.d/[!a].conf', ['b.conf']],
    ['conf.d/?.txt', ['c.txt']],
    ['conf.d/**/*.conf', ['a.conf', 'b.conf', 'deep/d.conf', 'deep/er/e.conf']],
    ['*/deep/d.conf', ['conf.d/deep/d.conf']],
    ['conf.d/none*', []],
    ['conf.d/*.c(onf', []],
  ])('%s is as the shell has it', (pattern, expected) => {
    expect(names(pattern)).toEqual(expected);
  });

  it('brings only the directories that hold something', () => {
    expect(listTree(join(root, 'conf.d/**/e.conf'))?.directories.map(({ name }) => name)).toEqual([
      'deep',
      'deep/er',
    ]);
  });

  it.each(['.aeon-fetch-0123456789abcdef', `.aeon-upload-${'ab'.repeat(16)}`, `.aeon-${'0'.repeat(32)}`])(
    'never is a file that we have left half done: %s',
    (name) => {
      mkdirSync(join(root, 'conf.d/deep/.aeon-upload-0123456789abcdef'));
      for (const file of [name, `deep/${name}`, '.aeon-fetch-mine'])
        writeFileSync(join(root, 'conf.d', file), 'half');
      const tree = listTree(`${root}/conf.d/`);
      expect(tree?.files).toHaveLength(8);
      expect(tree?.directories).toHaveLength(3);
      expect(names('conf.d/.*')).toEqual(['.aeon-fetch-mine', '.hidden.conf']);
    },
  );

  it('refuses links that lead out, and what is no file', () => {
    symlinkSync('a.conf', join(root, 'conf.d/good'));
    symlinkSync('../a.conf', join(root, 'conf.d/deep/good'));
    symlinkSync('../x', join(root, 'conf.d/out'));
    symlinkSync('deep/../../x', join(root, 'conf.d/around'));
    symlinkSync('/etc/passwd', join(root, 'conf.d/absolute'));
    execFileSync('mkfifo', [join(root, 'conf.d/fifo')]);
    const tree = listTree(`${root}/conf.d/`);
    expect(tree?.links.map(({ name }) => name)).toEqual(['deep/good', 'good']);
    expect(tree?.refused.map(({ name }) => name)).toEqual(['absolute', 'around', 'fifo', 'out']);
  });

  it('is nothing when its directory is not there', () => {
    expect(listTree(join(root, 'none/'))).toBeUndefined();
    expect(listTree(join(root, 'none/*.conf'))).toBeUndefined();
  });
});
