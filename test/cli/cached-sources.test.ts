import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { cachedSources } from '../../src/cli/ready/cached-sources.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'aeonrun-cached-'));
  writeFileSync(join(directory, 'big'), Buffer.alloc(5_000_000, 'aeon'));
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 });
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(directory, { recursive: true, force: true });
});

it.each([
  ['$XDG_CACHE_HOME', () => ({ env: { XDG_CACHE_HOME: join(directory, 'c') }, home: directory }), 'c'],
  ['~/.cache', () => ({ env: {}, home: directory }), '.cache'],
  [
    '~/.cache where the other is no absolute path',
    () => ({ env: { XDG_CACHE_HOME: 'c' }, home: directory }),
    '.cache',
  ],
])('what large files measured is kept in %s, for their user alone', async (_, world, caches) => {
  await cachedSources(world()).get(join(directory, 'big'));
  const kept = join(directory, caches, 'aeon-run/digests');
  expect(statSync(kept).mode & 0o777).toBe(0o700);
});

it('nothing is kept for a user without a home', async () => {
  const { size } = await cachedSources({ env: {}, home: '' }).get(join(directory, 'big'));
  expect(size).toBe(5_000_000);
  expect(existsSync('.cache')).toBe(false);
});
