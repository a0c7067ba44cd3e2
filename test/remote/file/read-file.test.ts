import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRemoteFile } from '../../../src/remote/file/read-file.ts';
import { newNonce } from '../../../src/remote/link.ts';
import { localConnection } from '../local-connection.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'aeonrun-read-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function read(name: string, mostBytes = 1000) {
  const link = {
    host: 'm1',
    connection: localConnection({ HOME: directory }),
    attemptId: newNonce(),
    signal: new AbortController().signal,
  };
  return readRemoteFile(link, {
    destination: `${directory}/${name}`,
    name: 'base',
    mostBytes,
    timeoutMs: 20_000,
  });
}

describe('a file of a host that is only looked at', () => {
  it('comes with its bytes, exact, and what it is', async () => {
    const bytes = Buffer.from([0, 255, 10, 13, 10, 27]);
    writeFileSync(join(directory, 'a'), bytes);
    chmodSync(join(directory, 'a'), 0o640);
    expect(await read('a')).toMatchObject({
      kind: 'file',
      size: 6,
      bytes,
      mode: '640',
      owner: ['root', '0'],
    });
  });

  it('is only measured when it is large', async () => {
    writeFileSync(join(directory, 'a'), 'x'.repeat(5000));
    const seen = await read('a');
    expect(seen).toMatchObject({ kind: 'file', size: 5000 });
    expect(seen).not.toHaveProperty('bytes');
  });

  it('may be absent, a directory or something else', async () => {
    mkdirSync(join(directory, 'd'));
    writeFileSync(join(directory, 'd', 'base'), '');
    execFileSync('mkfifo', [join(directory, 'fifo')]);
    symlinkSync('nowhere', join(directory, 'dangling'));
    const kinds = await Promise.all(['none', 'd', 'd/', 'fifo', 'dangling'].map((name) => read(name)));
    expect(kinds.map(({ kind }) => kind)).toEqual(['absent', 'directory', 'file', 'other', 'other']);
  });

  it('is told by name when it may not be read', async () => {
    await expect(read('x/../../nowhere/')).resolves.toMatchObject({ kind: 'absent' });
  });
});
