import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { uploadScript } from '../../src/shell/upload-script.ts';
import { shells } from './shells.ts';

const home = mkdtempSync(join(tmpdir(), 'aeon-upload-script-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe.each(shells)('the script of a transfer in %s', (...[program = '', ...flags]) => {
  it('puts nothing into a directory to which its place has become a link meanwhile', async () => {
    const directory = mkdtempSync(join(home, 'of-another-user-'));
    mkdirSync(join(directory, 'elsewhere'));
    const sha256 = createHash('sha256').update('new').digest('hex');
    const script = uploadScript({
      attemptId: 'ab',
      nonce: 'cafe',
      destination: join(directory, 'app.conf'),
      name: 'app.conf',
      mode: '644',
      sha256,
    });
    const child = spawn(program, [...flags, '-c', script]);
    await once(child.stdout, 'data'); // It waits for the file.
    symlinkSync('elsewhere', join(directory, 'app.conf'));
    child.stdin.end('new');
    const [code] = await once(child, 'exit');
    expect(readdirSync(join(directory, 'elsewhere'))).toEqual([]);
    expect([code, readdirSync(directory)]).toEqual([0, ['app.conf', 'elsewhere']]);
    expect(lstatSync(join(directory, 'app.conf')).isFile()).toBe(true);
  });
});
