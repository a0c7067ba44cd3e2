import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cannotLook, whetherThere } from '../../src/shell/whether-there.ts';
import { shells } from './shells.ts';

const home = mkdtempSync(join(tmpdir(), 'aeon-whether-there-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
chmodSync(home, 0o755);
mkdirSync(join(home, 'closed'), { mode: 0o700 });
writeFileSync(join(home, 'closed', 'file'), '');
writeFileSync(join(home, 'file: Permission denied'), '');
symlinkSync('closed', join(home, 'way'));
symlinkSync('closed/file', join(home, 'link'));
symlinkSync('nowhere', join(home, 'dangling'));

describe.each(shells)('whether a path is there, in %s', (...[program = '', ...flags]) => {
  it.each([
    ['closed', 0],
    ['link', 0],
    ['dangling', 0],
    ['~/file: Permission denied', 0],
    ['none', 1],
    ['none: Permission denied', 1],
    ["it's\n\\none", 1],
    ['-n', 1],
    ['dangling/none', 1],
    ['link/none', cannotLook],
    ['closed/file', cannotLook],
    ['closed/none', cannotLook],
    ['closed/none/none: No such file or directory', cannotLook],
    ['way/file', cannotLook],
  ])('another user learns of %j: exit code %i', (path, expected) => {
    const input = `${whetherThere(path)}\nexit $?\n`;
    const env = { PATH: process.env.PATH, HOME: home, LC_ALL: 'de_DE.UTF-8' };
    const { status, stderr } = spawnSync(program, flags, {
      cwd: home,
      env,
      input,
      encoding: 'utf8',
      uid: 65534,
    });
    expect(status).toBe(expected);
    expect(stderr.includes('it cannot be looked at (try become): ')).toBe(expected === cannotLook);
  });
});
