import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sourceOf, uploadHere } from '../upload-here.ts';

const content = randomBytes(9 * 1024 * 1024);
const sha256 = createHash('sha256').update(content).digest('hex');

let directory = '';
let target = '';
/** So many bytes the host took of the last upload. */
let taken = 0;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'aeonrun-large-'));
  for (const name of ['bin', 'opt']) mkdirSync(join(directory, name));
  target = join(directory, 'opt/agent.bin');
  writeFileSync(target, 'old');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** A program that the host finds before all others of its name. */
function program(name: string, script: string): void {
  writeFileSync(join(directory, 'bin', name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

/** Sends so many of the bytes. */
async function upload(announced: string, sends = content.length): Promise<void> {
  taken = 0;
  const { read, ...facts } = sourceOf(content.subarray(0, sends), announced);
  const counted = async function* () {
    for await (const chunk of read()) {
      yield chunk;
      taken += chunk.length;
    }
  };
  const env = { HOME: directory, PATH: `${join(directory, 'bin')}:${process.env.PATH}` };
  const source = { ...facts, size: content.length, read: counted };
  await uploadHere(env, { source, destination: target });
}

describe.each([
  { host: 'two cores', cores: 2, tee: 'tee', isComparedMeanwhile: false },
  { host: 'four cores', cores: 4, tee: 'tee', isComparedMeanwhile: true },
  {
    host: 'four cores and a tee that is not of GNU',
    cores: 4,
    tee: 'busybox tee',
    isComparedMeanwhile: false,
  },
])('a large file for a host with $host', ({ cores, tee, isComparedMeanwhile }) => {
  beforeEach(() => {
    program('nproc', `echo ${cores}`);
    program(
      'tee',
      `PATH=${process.env.PATH}; ${tee} "$@" || exit; [ $# -lt 2 ] || : >${directory}/tee-was-used`,
    );
  });

  it('is complete, and compared while it arrives if that costs no time', async () => {
    await upload(sha256);
    expect(readFileSync(target).equals(content)).toBe(true);
    expect(statSync(target).mode & 0o7777).toBe(0o755);
    expect(readdirSync(join(directory, 'opt'))).toEqual(['agent.bin']);
    expect(existsSync(join(directory, 'tee-was-used'))).toBe(isComparedMeanwhile);
  });

  it.each([
    ['other bytes', '0'.repeat(64), content.length],
    ['not all of it', sha256, content.length - 1],
    ['nothing', sha256, 0],
  ])('is refused where %s arrived, and the old file stays', async (_, announced, sends) => {
    await expect(upload(announced, sends)).rejects.toMatchObject({ reason: 'checksum_differs' });
    expect(readFileSync(target, 'utf8')).toBe('old');
    expect(readdirSync(join(directory, 'opt'))).toEqual(['agent.bin']);
  });

  it('ends when the disk is full, and says so', async () => {
    const opt = join(directory, 'opt');
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', opt]);
    try {
      writeFileSync(target, 'old');
      await expect(upload(sha256)).rejects.toMatchObject({ reason: 'disk_full' });
      expect(taken).toBeLessThan(content.length / 2);
      expect(readdirSync(opt)).toEqual(['agent.bin']);
      expect(readFileSync(target, 'utf8')).toBe('old');
    } finally {
      execFileSync('umount', [opt]);
    }
  });

  it('leaves nothing behind where it is refused before the disk is asked', async () => {
    program('dd', 'case $* in *count=0*) sleep 0.3 ;; esac; exec /bin/dd "$@"');
    await expect(upload('0'.repeat(64), 1000)).rejects.toMatchObject({ reason: 'checksum_differs' });
    await sleep(500);
    expect(readdirSync(join(directory, 'opt'))).toEqual(['agent.bin']);
  });

  it('is refused where it cannot be forced to the disk', async () => {
    program(
      'dd',
      'case $* in *count=0*) echo "dd: fsync failed: Input/output error" >&2; exit 1 ;; esac; exec /bin/dd "$@"',
    );
    await expect(upload(sha256)).rejects.toMatchObject({ message: expect.stringContaining('fsync failed') });
    expect(readFileSync(target, 'utf8')).toBe('old');
    expect(readdirSync(join(directory, 'opt'))).toEqual(['agent.bin']);
  });
});
