import { spawn, spawnSync } from 'node:child_process';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  giveBackHostLockScript,
  lookAtHostLockScript,
  takeHostLockScript,
} from '../../src/shell/host-lock.ts';
import { shells } from './shells.ts';

describe.each(shells)('the lock of a host in %s', (program, ...args) => {
  let home = '';
  let file = '';
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'aeonrun-host-lock-'));
    file = join(home, 'aeon-run.lock');
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  /** In the place that hosts of the lab have, which is this test's own. */
  function run(script: string): string {
    const env = { PATH: process.env.PATH ?? '', HOME: home, AEON_LAB_HOST: 'h' };
    const { stdout, stderr } = spawnSync(program, [...args, '-s'], { input: script, env, encoding: 'utf8' });
    expect(stderr).toBe('');
    return stdout;
  }
  const holder = (id: string, pid: number) => JSON.stringify({ id, user: "o'neil $x", pid });
  const take = (id: string, pid = 1) => run(takeHostLockScript(id, holder(id, pid)));

  it('is taken once, told to others, taken over by its own run, and given back by that alone', () => {
    expect(take('a')).toBe('taken\n');
    expect(statSync(file).mode & 0o777).toBe(0o644);
    const held = `held ${file} root\n${holder('a', 1)}\n`;
    expect(take('b')).toBe(held);
    expect(take('a', 2)).toBe('taken\n');
    expect(readFileSync(file, 'utf8')).toBe(`${holder('a', 2)}\n`);
    expect(run(giveBackHostLockScript('b'))).toBe(`held ${file} root\n${holder('a', 2)}\n`);
    expect(run(lookAtHostLockScript())).toBe(`held ${file} root\n${holder('a', 2)}\n`);
    expect(run(giveBackHostLockScript('a'))).toBe('free\n');
    expect(run(giveBackHostLockScript('a'))).toBe('free\n');
    expect(readdirSync(home)).toEqual([]);
  });

  it('is had by one of those that want it at the same moment', async () => {
    const env = { PATH: process.env.PATH ?? '', HOME: home, AEON_LAB_HOST: 'h' };
    for (let round = 0; round < 8; round += 1) {
      const takers = Array.from({ length: 8 }, () => spawn(program, [...args, '-s'], { env }));
      const answers = takers.map(async ({ stdout }) => (await stdout.toArray()).join(''));
      for (const [at, { stdin }] of takers.entries())
        stdin.end(takeHostLockScript(`r${at}`, holder(`r${at}`, at)));
      const taken = (await Promise.all(answers)).filter((answer) => answer === 'taken\n');
      expect(taken).toHaveLength(1);
      rmSync(file);
    }
  });

  it('is not taken for ours where the id is only a part, or a pattern', () => {
    take('ab');
    expect(take('a')).toMatch(/^held/);
    expect(take('*')).toMatch(/^held/);
  });

  it('follows no link, and tells one that leads nowhere', () => {
    const target = join(home, 'target');
    symlinkSync(target, file);
    expect(take('a')).toBe(`held ${file} root\n\n`);
    writeFileSync(target, `${holder('a', 1)}\n`);
    expect(take('a')).toBe(`held ${file} root\n\n`);
    expect(run(giveBackHostLockScript('a'))).toBe(`held ${file} root\n\n`);
    expect(readFileSync(target, 'utf8')).toBe(`${holder('a', 1)}\n`);
  });

  it('waits a moment for who is just writing it', () => {
    writeFileSync(file, '');
    expect(take('a')).toBe(`held ${file} root\n\n`);
  });
});
