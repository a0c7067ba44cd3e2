import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DamagedLockError, LockedError, listLocks, removeLock, takeLock } from '../../src/run/lock/lock.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'aeonrun-lock-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const wish = (id: string, ...machines: string[]) => ({
  id,
  playbook: 'p.yml',
  since: '2026-01-01T00:00:00Z',
  machines,
});

describe('one controller never runs two runs on one host at once', () => {
  it('refuses the second one and says who holds it', async () => {
    await using _first = await takeLock(directory, wish('1', 'a:22', 'b:22'));
    const second = takeLock(directory, wish('2', 'b:22', 'c:22'));
    await expect(second).rejects.toThrow(
      /^b:22 is locked by run 1 of p.yml, process \d+ on .*: wait until it is over$/,
    );
    await expect(takeLock(directory, wish('3', 'a:22', 'b:22'))).rejects.toThrow(
      /^a:22 and 1 more are locked by run 1 /,
    );
    expect((await listLocks(directory)).map(({ id }) => id)).toEqual(['1']);
  });

  it('lets runs on other machines go side by side, and one after another on the same', async () => {
    {
      await using _first = await takeLock(directory, wish('1', 'a:22'));
      await using _second = await takeLock(directory, wish('2', 'c:22'));
    }
    await using _third = await takeLock(directory, wish('3', 'a:22', 'c:22'));
    expect(readdirSync(directory)).toEqual(['3.json']);
  });

  it('gives the machine to exactly one of many that come at once', async () => {
    const ids = Array.from({ length: 20 }, (_, index) => String(index + 10));
    const ends = await Promise.allSettled(ids.map((id) => takeLock(directory, wish(id, 'a:22'))));
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const end of ends) if (end.status === 'rejected') expect(end.reason).toBeInstanceOf(LockedError);
  });

  it('does not break the lock of a process that is gone: only its id does', async () => {
    const dead = spawnSync('/bin/true').pid;
    const holder = { ...wish('7', 'a:22'), pid: dead, controller: (await import('node:os')).hostname() };
    writeFileSync(join(directory, '7.json'), JSON.stringify(holder));
    await expect(takeLock(directory, wish('8', 'a:22'))).rejects.toThrow(
      /that process is gone: .*aeon-run unlock 7/,
    );
    expect(await removeLock(directory, '6')).toBe(false);
    expect(await removeLock(directory, '7')).toBe(true);
    await using lock = await takeLock(directory, wish('8', 'a:22'));
    expect(lock.holder.id).toBe('8');
  });

  it('leaves no lock of its own where another is damaged, and says how that one is removed', async () => {
    writeFileSync(join(directory, '7.json'), '');
    const taken = takeLock(directory, wish('8', 'a:22'));
    await expect(taken).rejects.toThrow(DamagedLockError);
    await expect(taken).rejects.toThrow(/7\.json is damaged.*aeon-run unlock 7/);
    expect(readdirSync(directory)).toEqual(['7.json']);
  });
});
