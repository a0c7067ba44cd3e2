import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
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
import type { SourceFile, Upload } from '../../../src/remote/file/upload.ts';
import { sourceOf, uploadHere } from '../upload-here.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'aeonrun-upload-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function upload(destination: string, source: SourceFile, more: Partial<Upload> = {}) {
  return uploadHere({ HOME: directory }, { source, destination, ...more });
}

const content = randomBytes(300_000);

describe('an uploaded file', () => {
  it('is complete, has its mode, and leaves no other file beside it', async () => {
    const target = join(directory, 'agent.bin');
    expect(await upload(target, sourceOf(content))).toBe('installed');
    expect(readFileSync(target).equals(content)).toBe(true);
    expect(statSync(target).mode & 0o7777).toBe(0o755);
    expect(readdirSync(directory)).toEqual(['agent.bin']);
  });

  it('is not sent again when the same bytes are there, and its mode alone is mended', async () => {
    const target = join(directory, 'agent.bin');
    await upload(target, sourceOf(content));
    const untouched = { ...sourceOf(content), read: () => unread() };
    expect(await upload(target, untouched)).toBe('unchanged');
    chmodSync(target, 0o600);
    expect(await upload(target, untouched)).toBe('mode');
    expect(statSync(target).mode & 0o7777).toBe(0o755);
  });

  it('never takes the place of what is no file', async () => {
    const pipe = join(directory, 'pipe');
    execFileSync('mkfifo', [pipe]);
    await expect(upload(pipe, sourceOf(content))).rejects.toMatchObject({ reason: 'not_a_file' });
    await expect(upload('~', sourceOf(content))).rejects.toMatchObject({ reason: 'is_directory' });
    expect(lstatSync(pipe).isFIFO()).toBe(true);
    expect(readdirSync(directory)).toEqual(['pipe']);
  });

  it.each([
    'a name with spaces',
    "it's",
    '"quoted" $HOME `id`',
    'two\nlines',
    '-rf',
    'ümlaut 漢字 🚀',
    'back\\slash',
    '*',
  ])('keeps an odd name: %j', async (name) => {
    expect(await upload(join(directory, name), sourceOf(content))).toBe('installed');
    expect(readdirSync(directory)).toEqual([name]);
  });

  it('may be empty', async () => {
    expect(await upload(join(directory, 'empty'), sourceOf(Buffer.alloc(0)))).toBe('installed');
    expect(readFileSync(join(directory, 'empty'))).toHaveLength(0);
  });

  it('takes its own name below a directory that is written with a slash', async () => {
    mkdirSync(join(directory, 'opt'));
    await upload(`${directory}/opt/`, sourceOf(content));
    expect(readdirSync(join(directory, 'opt'))).toEqual(['agent.bin']);
  });

  it('is found below the home directory with ~/', async () => {
    await upload('~/agent', sourceOf(content));
    expect(existsSync(join(directory, 'agent'))).toBe(true);
  });

  it('replaces a symbolic link and never writes through it', async () => {
    writeFileSync(join(directory, 'precious'), 'old');
    symlinkSync('precious', join(directory, 'link'));
    await upload(join(directory, 'link'), sourceOf(content));
    expect(readFileSync(join(directory, 'precious'), 'utf8')).toBe('old');
    expect(lstatSync(join(directory, 'link')).isSymbolicLink()).toBe(false);
  });

  it.each(['before it begins', 'while it arrives'])(
    'goes through no link that the owner of the directory puts in the place of its temporary file, %s',
    async (when) => {
      const attemptId = 'a'.repeat(32);
      const victim = join(directory, 'victim');
      writeFileSync(victim, 'secret', { mode: 0o600 });
      const temporary = join(directory, `.aeon-upload-${attemptId}`);
      const lay = () => {
        rmSync(temporary, { force: true });
        symlinkSync(victim, temporary);
      };
      const source = sourceOf(content);
      const read = async function* () {
        for await (const chunk of source.read()) {
          yield chunk;
          if (when === 'while it arrives') lay();
        }
      };
      if (when === 'before it begins') lay();
      const target = join(directory, 'agent.bin');
      const wish = { source: { ...source, read }, destination: target };
      await expect(uploadHere({ HOME: directory }, wish, attemptId)).rejects.toMatchObject({
        reason: expect.stringMatching(/./),
      });
      expect(readFileSync(victim, 'utf8')).toBe('secret');
      expect(statSync(victim).mode & 0o777).toBe(0o600);
      expect(existsSync(target)).toBe(false);
    },
  );

  it('never replaces a directory, and says how to put it inside', async () => {
    mkdirSync(join(directory, 'opt'));
    await expect(upload(join(directory, 'opt'), sourceOf(content))).rejects.toMatchObject({
      reason: 'is_directory',
      message: expect.stringContaining('with a slash at the end'),
    });
  });

  it('needs its directory to exist', async () => {
    await expect(upload(join(directory, 'no/such/file'), sourceOf(content))).rejects.toMatchObject({
      reason: 'no_directory',
    });
  });

  it('is refused when other bytes arrive than were announced, and the old file stays', async () => {
    const target = join(directory, 'agent.bin');
    writeFileSync(target, 'old');
    await expect(upload(target, sourceOf(content, 'a'.repeat(64)))).rejects.toMatchObject({
      reason: 'checksum_differs',
    });
    expect(readFileSync(target, 'utf8')).toBe('old');
    expect(readdirSync(directory)).toEqual(['agent.bin']);
  });

  it('tells a full disk by name, keeps the old file and removes what it had written', async () => {
    const full = join(directory, 'full');
    mkdirSync(full);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', full]);
    try {
      writeFileSync(join(full, 'agent.bin'), 'old');
      await expect(upload(join(full, 'agent.bin'), sourceOf(content))).rejects.toMatchObject({
        reason: 'disk_full',
        message: expect.stringContaining('what was there is untouched'),
      });
      expect(readdirSync(full)).toEqual(['agent.bin']);
      expect(readFileSync(join(full, 'agent.bin'), 'utf8')).toBe('old');
    } finally {
      execFileSync('umount', [full]);
    }
  });

  it('tells missing rights by name', async () => {
    chmodSync(directory, 0o755);
    const refused = upload(join(directory, 'agent.bin'), sourceOf(content), {
      become: { method: 'sudo', user: 'nobody' },
    });
    await expect(refused).rejects.toMatchObject({ reason: 'no_permission' });
  });

  it('arrives as another user', async () => {
    chmodSync(directory, 0o777);
    const target = join(directory, 'agent.bin');
    expect(await upload(target, sourceOf(content), { become: { method: 'sudo', user: 'nobody' } })).toBe(
      'installed',
    );
    expect(readFileSync(target).equals(content)).toBe(true);
    expect(statSync(target).uid).not.toBe(0);
  });

  it('reports how much was sent', async () => {
    const seen: number[] = [];
    await upload(join(directory, 'a'), sourceOf(content), { onProgress: (bytes) => seen.push(bytes) });
    expect(seen.at(-1)).toBe(content.length);
  });
});

function unread(): AsyncIterable<Buffer> {
  throw new Error('the file was sent although it is there');
}
