import { createHash } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { KnownDigests } from '../../../src/run/source/known-digests.ts';

const size = 4 * 1024 * 1024;
const day = 24 * 3600 * 1000;

let directory = '';
let file = '';
const kept = () => join(directory, 'kept');
const names = () => readdirSync(kept());
const [one, two] = [Buffer.alloc(size, 'one'), Buffer.alloc(size, 'two')];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'aeonrun-digests-'));
  file = join(directory, 'big');
  writeFileSync(file, one);
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(directory, { recursive: true, force: true });
});

/** What a run measures that begins so long after the file was written. */
async function measure({ afterMs = 60_000, path = file } = {}): Promise<string> {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  vi.advanceTimersByTime(afterMs);
  const { sha256 } = await new KnownDigests(kept()).get(path);
  vi.useRealTimers();
  return sha256;
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

const forged = 'f'.repeat(64);

/** Shows who reads the file and who believes what is kept. */
function forge(): string {
  const [name = ''] = names();
  const path = join(kept(), name);
  writeFileSync(path, readFileSync(path, 'utf8').replace(sha256(one), forged));
  return path;
}

describe('what a large file measured', () => {
  it('is kept for later runs, and the file is not read again', async () => {
    expect(await measure()).toBe(sha256(one));
    forge();
    expect(await measure()).toBe(forged);
  });

  it('counts no more when the file was written, though its size and time are as before', async () => {
    await measure();
    const { atime, mtime } = statSync(file);
    writeFileSync(file, two);
    utimesSync(file, atime, mtime);
    expect(await measure()).toBe(sha256(two));
    expect(await measure()).toBe(sha256(two));
  });

  it('is not kept of a file that was just written: it may be written again at the same time', async () => {
    expect(await measure({ afterMs: 0 })).toBe(sha256(one));
    expect(() => names()).toThrow('ENOENT');
  });

  it('is not believed when others could have written it, and is written anew', async () => {
    await measure();
    const path = forge();
    chmodSync(path, 0o622);
    expect(await measure()).toBe(sha256(one));
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('is not believed when it is no SHA-256', async () => {
    await measure();
    const path = forge();
    writeFileSync(path, readFileSync(path, 'utf8').replace(forged, 'f'.repeat(63)));
    expect(await measure()).toBe(sha256(one));
  });

  it('hinders nobody where something else is in its place', async () => {
    await measure();
    const path = forge();
    rmSync(path);
    mkdirSync(path);
    expect(await measure()).toBe(sha256(one));
  });

  it('is not believed after a month, and leaves the disk when another is kept', async () => {
    await measure();
    const [path, other] = [forge(), join(directory, 'other')];
    const then = new Date(Date.now() - 31 * day);
    utimesSync(path, then, then);
    writeFileSync(other, two);
    await measure({ path: other });
    expect(names()).not.toContain(path.split('/').at(-1));
    expect(names()).toHaveLength(1);
    expect(await measure()).toBe(sha256(one));
  });

  it('of a month ago is measured again', async () => {
    await measure();
    const path = forge();
    const then = new Date(Date.now() - 31 * day);
    utimesSync(path, then, then);
    expect(await measure()).toBe(sha256(one));
  });
});

describe('nothing is kept', () => {
  it('of a smaller file', async () => {
    writeFileSync(file, one.subarray(1));
    expect(await measure()).toBe(sha256(one.subarray(1)));
    expect(() => names()).toThrow('ENOENT');
  });

  it('where there is no directory for it, or none can be made', async () => {
    expect((await new KnownDigests().get(file)).sha256).toBe(sha256(one));
    writeFileSync(kept(), 'a file');
    expect(await measure()).toBe(sha256(one));
  });
});

it('a file that is not there rejects as the file system does', async () => {
  await expect(new KnownDigests(kept()).get(join(directory, 'gone'))).rejects.toThrow('ENOENT');
});
