import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { compareScript } from '../../src/shell/tree/compare-script.ts';
import { uploadScript } from '../../src/shell/upload-script.ts';
import { cannotBeLookedAt, cannotLook } from '../../src/shell/whether-there.ts';
import { shells } from './shells.ts';

const home = mkdtempSync(join(tmpdir(), 'aeon-closed-destination-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
chmodSync(home, 0o755);
mkdirSync(join(home, 'priv/sub'), { recursive: true });
chmodSync(join(home, 'priv'), 0o700);
mkdirSync(join(home, 'open'));
writeFileSync(join(home, 'file'), '');
symlinkSync('priv/sub', join(home, 'link'));
symlinkSync('nowhere', join(home, 'dangling'));

/** As another user, who may not look into `priv`. */
function run([program = '', ...flags]: readonly string[], input: string) {
  const env = { PATH: process.env.PATH, HOME: home };
  return spawnSync(program, flags, { cwd: home, env, input, encoding: 'utf8', uid: 65534 });
}

const compare = (destination: string, listsAll = false) =>
  compareScript({ nonce: 'cafe', destination, directories: [], files: ['a'], links: [], listsAll });
const upload = (destination: string) =>
  uploadScript({
    attemptId: 'ab',
    nonce: 'cafe',
    destination,
    name: 'a',
    mode: '644',
    sha256: '0'.repeat(64),
  });

describe.each(shells)('where something is to go, in %s', (...shell) => {
  it.each([
    [compare('priv/sub')],
    [compare('priv/none')],
    [compare('~/priv/sub/none')],
    [compare('priv')],
    [compare('priv', true)],
    [compare('link')],
    [compare('link/none')],
    [upload('priv/sub/a')],
    [upload('priv/none/')],
    [upload('link/a')],
  ])('cannot be looked at by another user', (script) => {
    const { status, stdout, stderr } = run(shell, script);
    expect(stderr).toContain(`${cannotBeLookedAt}ls: `);
    expect(status).toBe(cannotLook);
    expect(stdout).toBe('');
  });

  it.each([
    [compare('open/none'), 'absent'],
    [compare('none/none'), 'nodir'],
    [compare('file'), 'notdir'],
    [compare('dangling'), 'notdir'],
    [upload('none/a'), 'nodir'],
    [upload('file/a'), 'nodir'],
  ])('is not there, or something else', (script, word) => {
    const { stdout, stderr } = run(shell, script);
    expect(stderr).toBe('');
    expect(stdout).toContain(`aeon cafe ${word}`);
  });
});
