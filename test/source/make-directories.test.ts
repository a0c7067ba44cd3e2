import { mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeDirectories } from '../../src/source/make-directories.ts';

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'aeonrun-directories-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('a directory with those above it', () => {
  it('is made, all of them with the mode, whoever else makes them', async () => {
    const path = join(directory, 'a/b/c');
    await Promise.all([makeDirectories(path, 0o700), makeDirectories(path, 0o700)]);
    expect(['a', 'a/b', 'a/b/c'].map((each) => statSync(join(directory, each)).mode & 0o777)).toEqual([
      0o700, 0o700, 0o700,
    ]);
    await makeDirectories(path, 0o700);
  });

  it('is made by many at once, each its own in the same new ones', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `h${index}`);
    for (let round = 0; round < 30; round++) {
      const above = join(directory, `round${round}/a/b`);
      await Promise.all(names.map((name) => makeDirectories(join(above, name), 0o700)));
      expect(readdirSync(above).length).toBe(names.length);
    }
  });

  it('may be behind a link', async () => {
    symlinkSync('real', join(directory, 'link'));
    await makeDirectories(join(directory, 'real'), 0o700);
    await makeDirectories(join(directory, 'link/x'), 0o700);
    expect(statSync(join(directory, 'real/x')).isDirectory()).toBe(true);
  });

  it.each([
    ['file', 'EEXIST'],
    ['file/x/y', 'ENOTDIR'],
  ])('is refused where a file is in the way: %s', async (path, code) => {
    writeFileSync(join(directory, 'file'), '');
    await expect(makeDirectories(join(directory, path), 0o700)).rejects.toMatchObject({ code });
  });

  it('is refused below /proc, and does not try for ever', async () => {
    await expect(makeDirectories('/proc/aeon/x', 0o700)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
