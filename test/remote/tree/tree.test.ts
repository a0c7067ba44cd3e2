import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyTree } from '../../../src/remote/tree/apply-tree.ts';
import { compareTree } from '../../../src/remote/tree/compare-tree.ts';
import type { TreeFile } from '../../../src/remote/tree/source-tree.ts';
import { localConnection } from '../local-connection.ts';
import { TreePlace } from './tree.ts';

let place: TreePlace;
const at = (name: string) => join(place.source, name);
const there = (name: string) => join(place.target, name);

beforeEach(() => {
  place = new TreePlace();
  mkdirSync(at('sub/deep'), { recursive: true });
  mkdirSync(join(place.directory, 'home'));
  writeFileSync(at('run.sh'), '#!/bin/sh\n', { mode: 0o755 });
  writeFileSync(at('sub/a.conf'), 'a');
  writeFileSync(at('sub/deep/b.bin'), randomBytes(300_000));
});
afterEach(() => place[Symbol.dispose]());

const odd = [
  'a name with spaces',
  "it's",
  '"quoted" $HOME `id`',
  'two\nlines',
  'ends\n',
  '-rf',
  'ümlaut 漢字 🚀',
  'back\\slash',
  '*',
  `${'long'.repeat(60)}.conf`,
];

describe('a directory that is brought to a host', () => {
  it('is there as it is here, with modes and empty directories, and nothing beside it', async () => {
    mkdirSync(at('empty'), { mode: 0o700 });
    await place.bring();
    execFileSync('diff', ['-r', place.source, place.target]);
    expect(statSync(there('run.sh')).mode & 0o7777).toBe(0o755);
    expect(statSync(there('empty')).mode & 0o7777).toBe(0o700);
    expect(readdirSync(place.target).sort()).toEqual(['empty', 'run.sh', 'sub']);
  });

  it('is not sent again: only what differs is', async () => {
    await place.bring();
    writeFileSync(at('sub/a.conf'), 'new');
    chmodSync(at('run.sh'), 0o700);
    rmSync(there('sub/deep/b.bin'));
    const difference = await place.bring();
    expect(difference.files.map(({ name }) => name)).toEqual(['sub/a.conf', 'sub/deep/b.bin']);
    expect(difference.attributes.map(({ name }) => name)).toEqual(['run.sh']);
    execFileSync('diff', ['-r', place.source, place.target]);
    expect(statSync(there('run.sh')).mode & 0o7777).toBe(0o700);
    expect(await place.compare()).toMatchObject({ directories: [], files: [], links: [], attributes: [] });
  });

  it.each(odd)('keeps an odd name: %j', async (name) => {
    mkdirSync(at(name));
    writeFileSync(join(at(name), name), name);
    await place.bring();
    expect(readFileSync(join(there(name), name), 'utf8')).toBe(name);
    const again = await place.compare({ isMirror: true });
    expect(again).toMatchObject({ directories: [], files: [], attributes: [], removals: [] });
  });

  it('changes nothing while it looks', async () => {
    await place.compare();
    expect(existsSync(place.target)).toBe(false);
  });

  it('brings links as links, and replaces what stands in their place', async () => {
    symlinkSync('sub/a.conf', at('link'));
    symlinkSync(`${'long/'.repeat(30)}x`, at('dangling'));
    await place.bring();
    expect(readlinkSync(there('link'))).toBe('sub/a.conf');
    expect(readlinkSync(there('dangling'))).toBe(`${'long/'.repeat(30)}x`);
    rmSync(there('link'));
    writeFileSync(there('link'), 'a file');
    const difference = await place.bring();
    expect(difference.links).toEqual([{ name: 'link', target: 'sub/a.conf' }]);
    expect(difference.replaced).toEqual(['link']);
    expect(readlinkSync(there('link'))).toBe('sub/a.conf');
  });

  it('never writes through a link of the host', async () => {
    const precious = join(place.directory, 'precious');
    mkdirSync(precious);
    await place.bring();
    rmSync(there('sub'), { recursive: true });
    symlinkSync(precious, there('sub'));
    await expect(place.bring()).rejects.toMatchObject({ reason: 'not_a_directory' });
    rmSync(there('sub'));
    symlinkSync(join(precious, 'file'), there('run.sh.old'));
    rmSync(there('run.sh'));
    symlinkSync(join(precious, 'file'), there('run.sh'));
    await place.bring();
    expect(lstatSync(there('run.sh')).isSymbolicLink()).toBe(false);
    expect(readdirSync(precious)).toEqual([]);
  });

  it('never replaces a directory by a file', async () => {
    mkdirSync(there('run.sh'), { recursive: true });
    await expect(place.bring()).rejects.toMatchObject({ reason: 'is_directory' });
  });

  it('is of now, so that a program that goes by the time sees what changed', async () => {
    const before = Date.now() - 2000;
    await place.bring();
    expect(statSync(there('run.sh')).mtimeMs).toBeGreaterThan(before);
    expect(statSync(there('sub/a.conf')).mtimeMs).toBeGreaterThan(before);
  });

  it('needs the directory above its destination', async () => {
    await expect(place.bring({ destination: `${place.target}/no/such` })).rejects.toMatchObject({
      reason: 'no_directory',
    });
    writeFileSync(place.target, 'a file');
    await expect(place.bring()).rejects.toMatchObject({ reason: 'not_a_directory' });
  });

  it('is refused when a file has other bytes than were measured, and the old ones stay', async () => {
    await place.bring();
    writeFileSync(at('sub/a.conf'), 'b');
    const goal = await place.goal();
    const files = goal.tree.files.map((file) => ({ ...file, sha256: 'a'.repeat(64) }));
    const link = place.link();
    const forged = { ...goal, tree: { ...goal.tree, files } };
    const difference = await compareTree(link, forged, { timeoutMs: 20_000 });
    await expect(applyTree(link, forged, difference, { timeoutMs: 20_000 })).rejects.toMatchObject({
      reason: 'checksum_differs',
    });
    expect(readFileSync(there('sub/a.conf'), 'utf8')).toBe('a');
    expect(readdirSync(there('sub')).sort()).toEqual(['a.conf', 'deep']);
  });

  const gone = async function* (): AsyncGenerator<Buffer> {
    yield Buffer.alloc(0);
    throw new Error('ENOENT');
  };
  it.each([
    { fault: 'shrinks', forge: (file: TreeFile) => ({ ...file, size: file.size + 1 }) },
    { fault: 'goes', forge: (file: TreeFile) => ({ ...file, read: gone }) },
  ])('tells a source that $fault while it is sent, and leaves nothing half-done', async ({ forge }) => {
    const goal = await place.goal();
    const link = place.link();
    const forged = { ...goal, tree: { ...goal.tree, files: goal.tree.files.map(forge) } };
    const difference = await compareTree(link, forged, { timeoutMs: 20_000 });
    await expect(applyTree(link, forged, difference, { timeoutMs: 20_000 })).rejects.toMatchObject({
      reason: 'source_changed',
    });
    expect(existsSync(place.target)).toBe(false);
    expect(readdirSync(join(place.directory, 'home'))).toEqual([]);
  });

  it('tells a full disk by name, keeps the old files and removes what it had written', async () => {
    mkdirSync(place.target);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', place.target]);
    try {
      writeFileSync(there('run.sh'), 'old');
      await expect(place.bring()).rejects.toMatchObject({ reason: 'disk_full' });
      expect(readFileSync(there('run.sh'), 'utf8')).toBe('old');
      expect(readdirSync(place.target)).toEqual(['run.sh']);
    } finally {
      execFileSync('umount', [place.target]);
    }
  });

  it('gives files an owner, set-user-ID bits included', async () => {
    chmodSync(at('run.sh'), 0o4755);
    await place.bring({ owner: 'nobody', group: '0' });
    const { uid, gid, mode } = statSync(there('run.sh'));
    expect([uid, gid, mode & 0o7777]).toEqual([65534, 0, 0o4755]);
    expect(statSync(place.target).uid).toBe(65534);
    execFileSync('chown', ['root', there('sub/a.conf')]);
    const difference = await place.bring({ owner: 'nobody', group: '0' });
    expect(difference.attributes.map(({ name }) => name)).toEqual(['sub/a.conf']);
    expect(statSync(there('sub/a.conf')).uid).toBe(65534);
    await expect(place.bring({ owner: 'no-such-user' })).rejects.toMatchObject({ reason: 'owner_unknown' });
  });

  it('keeps what it replaces when asked to', async () => {
    await place.bring();
    writeFileSync(at('sub/a.conf'), 'new');
    await place.bring({ backupStamp: '20261124-225501' });
    expect(readFileSync(there('sub/a.conf.~20261124-225501~'), 'utf8')).toBe('a');
    writeFileSync(at('sub/a.conf'), 'newer');
    await place.bring({ backupStamp: '20261124-225501' });
    expect(readdirSync(there('sub')).filter((name) => name.includes('~'))).toHaveLength(2);
  });
});

it('a directory that nobody may write to arrives with its mode, also for one who is not root', async () => {
  mkdirSync(at('locked'), { mode: 0o700 });
  writeFileSync(at('locked/file'), 'x');
  chmodSync(at('locked'), 0o555);
  execFileSync('chmod', ['777', join(place.directory, 'home'), place.directory]);
  const goal = await place.goal();
  const link = place.link();
  const become = { method: 'sudo', user: 'nobody' } as const;
  const difference = await compareTree(link, goal, { timeoutMs: 20_000, become });
  await applyTree(link, goal, difference, { timeoutMs: 20_000, become });
  expect(statSync(there('locked')).mode & 0o7777).toBe(0o555);
  expect(statSync(there('locked/file')).uid).toBe(statSync(place.target).uid);
  expect(statSync(place.target).uid).not.toBe(0);
});

describe('a mirrored directory', () => {
  it('loses what the source does not have, and nothing else', async () => {
    await place.bring();
    for (const name of ['odd', 'sub/odd']) mkdirSync(there(name));
    const outside = join(place.directory, 'outside');
    writeFileSync(outside, 'precious');
    symlinkSync(outside, there('odd/link'));
    for (const name of odd) writeFileSync(there(`sub/odd/${name}`), '');
    for (const name of odd) writeFileSync(there(name), '');
    writeFileSync(Buffer.concat([Buffer.from(`${place.target}/`), Buffer.from([0xff, 0x25, 0x80])]), '');
    const difference = await place.bring({ isMirror: true });
    expect(difference.removals.map(String)).toContain('sub/odd');
    execFileSync('diff', ['-r', place.source, place.target]);
    expect(readFileSync(outside, 'utf8')).toBe('precious');
  });

  it('keeps files that a backup has kept', async () => {
    await place.bring();
    writeFileSync(at('sub/a.conf'), 'new');
    await place.bring({ backupStamp: '20261124-225501' });
    writeFileSync(there('surplus'), 'x');
    await place.bring({ isMirror: true, backupStamp: '20261124-225502' });
    expect(readdirSync(place.target).sort()).toEqual(['run.sh', 'sub', 'surplus.~20261124-225502~']);
    expect(readdirSync(there('sub'))).toContain('a.conf.~20261124-225501~');
  });

  it('is not compared with millions of names, which would fill the memory here', async () => {
    await place.bring();
    mkdirSync(join(place.directory, 'bin'));
    const find = "#!/bin/sh\nyes ./a | head -n 1100000 | tr '\\n' '\\0'\n";
    writeFileSync(join(place.directory, 'bin/find'), find, { mode: 0o755 });
    const env = {
      HOME: join(place.directory, 'home'),
      PATH: `${place.directory}/bin:${process.env.PATH}`,
    };
    const link = { ...place.link(), connection: localConnection(env) };
    const comparing = compareTree(link, await place.goal({ isMirror: true }), { timeoutMs: 20_000 });
    await expect(comparing).rejects.toThrow('holds more names than can be compared');
  });

  it('is never the home directory, whatever name that has', async () => {
    writeFileSync(join(place.directory, 'home', 'precious'), '');
    symlinkSync('home', join(place.directory, 'alias'));
    const asked = { isMirror: true, destination: join(place.directory, 'alias') };
    await expect(place.bring(asked)).rejects.toMatchObject({ reason: 'refused_to_delete' });
    await expect(place.bring({ ...asked, destination: '/' })).rejects.toMatchObject({
      reason: 'refused_to_delete',
    });
  });
});

it('a mirrored directory is never what a link of the host leads to', async () => {
  await place.bring();
  writeFileSync(there('precious'), '');
  const link = join(place.directory, 'link');
  symlinkSync('home/target', link);
  for (const destination of [link, `${link}/`, `${link}/.`]) {
    await expect(place.bring({ isMirror: true, destination })).rejects.toMatchObject({
      reason: 'refused_to_delete',
      message: expect.stringContaining('is a symbolic link'),
    });
  }
  expect(existsSync(there('precious'))).toBe(true);
});

it('a thousand files are compared by their content, not by their time', async () => {
  for (let index = 0; index < 1000; index++) writeFileSync(at(`sub/${index}`), `${index}`);
  await place.bring();
  execFileSync('diff', ['-r', place.source, place.target]);
  const { mtime } = statSync(there('sub/7'));
  writeFileSync(there('sub/7'), '8');
  utimesSync(there('sub/7'), mtime, mtime);
  expect((await place.compare()).files.map(({ name }) => name)).toEqual(['sub/7']);
});
