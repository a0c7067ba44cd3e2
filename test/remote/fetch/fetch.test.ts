import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fetchFiles } from '../../../src/remote/fetch/fetch-files.ts';
import type { FileToFetch } from '../../../src/remote/fetch/file-sink.ts';
import { listFiles } from '../../../src/remote/fetch/list-files.ts';
import { type Link, newNonce } from '../../../src/remote/link.ts';
import { openFetched } from '../../../src/run/here/fetched-file.ts';
import { localConnection } from '../local-connection.ts';

let directory = '';
const home = () => join(directory, 'home');
const kept = (name = '') => join(directory, 'kept', name);
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'aeonrun-fetch-'));
  mkdirSync(join(home(), 'logs/deep'), { recursive: true });
  mkdirSync(join(home(), 'bin'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function link(): Link {
  return {
    host: 'm1',
    connection: localConnection({ HOME: home(), PATH: `${home()}/bin:${process.env.PATH}` }),
    attemptId: newNonce(),
    signal: new AbortController().signal,
  };
}

function list(...sources: string[]) {
  return listFiles(link(), sources, { timeoutMs: 20_000 });
}

function fetch(files: Readonly<Record<string, string>>) {
  const wanted = Object.entries(files).map(
    ([path, name]): FileToFetch => ({ path, open: () => openFetched({ directory: kept(), name }) }),
  );
  return fetchFiles(link(), wanted, { timeoutMs: 20_000 });
}

/** How many file descriptors this process has there. */
function openBelow(path: string): number {
  const targets = readdirSync('/proc/self/fd').map((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`);
    } catch {
      return ''; // That of the listing itself.
    }
  });
  return targets.filter((target) => target.startsWith(path)).length;
}

/** A program of the host that says what an enemy would say. */
function fake(program: string, script: string) {
  writeFileSync(join(home(), 'bin', program), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

describe('the files that a source means', () => {
  it('are one file, all below a directory, or those of a pattern', async () => {
    for (const name of ['a.log', 'b.log', "it's $x.log", 'c.txt', '.hidden', 'deep/d.log']) {
      writeFileSync(join(home(), 'logs', name), name);
    }
    symlinkSync('/etc/passwd', join(home(), 'logs/link'));
    const listed = await list('logs/a.log', `${home()}/logs/`, '~/logs/[ab].l?g', 'logs/*x.log', '*/deep/*');
    expect(listed.map(({ is }) => is)).toEqual(['there', 'there', 'there', 'there', 'there']);
    expect(listed.map(({ names }) => [...names].sort())).toEqual([
      ['a.log'],
      ['.hidden', 'a.log', 'b.log', 'c.txt', 'deep/d.log', "it's $x.log"],
      ['a.log', 'b.log'],
      ["it's $x.log"],
      ['logs/deep/d.log'],
    ]);
  });

  it('may be missing, or nothing that can be read', async () => {
    const listed = await list('none', 'none/', 'none/*', 'logs/*.none', 'logs', 'logs/deep/');
    expect(listed.map(({ is }) => is)).toEqual([
      'missing',
      'missing',
      'missing',
      'missing',
      'unusable',
      'there',
    ]);
  });

  it('are not told in part: where one cannot be read, the source cannot', async () => {
    fake('find', "printf './seen\\0'; echo 'find: ./private: Permission denied' >&2; exit 1");
    expect(await list('logs/')).toMatchObject([{ is: 'unusable' }]);
  });

  it('are not left out of a pattern where another user owns them', async () => {
    writeFileSync(join(home(), 'logs/a.log'), 'x');
    writeFileSync(join(home(), 'logs/b.log'), 'x', { mode: 0o600 });
    for (const name of ['', 'logs', 'logs/deep']) chmodSync(join(home(), name), 0o755);
    chmodSync(join(home(), 'logs/deep'), 0o711);
    chmodSync(directory, 0o755);
    const asNobody = { ...link(), connection: localConnection({ HOME: home() }, 65534) };
    mkdirSync(join(home(), 'logs/closed'), { mode: 0o700 });
    const sources = ['logs/*', 'logs/a*', 'logs/deep/*', 'logs/*/x', 'logs/closed/none'];
    const listed = await listFiles(asNobody, sources, { timeoutMs: 20_000 });
    expect(listed.map(({ is }) => is)).toEqual(['unusable', 'there', 'unusable', 'unusable', 'hidden']);
  });

  it.each([
    ['./../evil'],
    ['./a/../../evil'],
    ['.//etc/passwd'],
    ['./a\\nb'],
    ['./\\033[2Jx'],
    ['./a/./b'],
    ['./\\377'],
    [`./${'x'.repeat(300)}`],
  ])('are refused when a host names them %s', async (name) => {
    fake('find', `printf '${name}\\0'`);
    await expect(list('logs/')).rejects.toMatchObject({ reason: 'unsafe_name' });
  });

  it('are not taken by the million, which would fill the memory here with short names', async () => {
    fake('find', "yes ./a | head -n 600000 | tr '\\n' '\\0'");
    await expect(list('logs/')).rejects.toThrow('m1 did not tell which files there are: it names too many');
  });
});

describe('a fetched file', () => {
  it('is kept byte for byte, for its owner alone, in directories of its own', async () => {
    const bytes = Buffer.from(Array.from({ length: 200_000 }, (_, at) => (at * 7) % 256));
    writeFileSync(join(home(), 'a b'), bytes);
    writeFileSync(join(home(), 'empty'), '');
    expect(await fetch({ 'a b': 'x/y/a b', '~/empty': 'x/empty' })).toBe(2);
    expect(readFileSync(kept('x/y/a b')).equals(bytes)).toBe(true);
    expect(statSync(kept('x/y/a b')).mode & 0o777).toBe(0o600);
    expect(statSync(kept('x')).mode & 0o777).toBe(0o700);
    expect(readdirSync(kept('x')).sort()).toEqual(['empty', 'y']);
  });

  it('is not written again when it is here already', async () => {
    writeFileSync(join(home(), 'a'), 'same');
    await fetch({ a: 'a' });
    const { ino } = statSync(kept('a'));
    expect(await fetch({ a: 'a' })).toBe(0);
    expect(statSync(kept('a')).ino).toBe(ino);
    writeFileSync(join(home(), 'a'), 'other');
    expect(await fetch({ a: 'a' })).toBe(1);
    expect(readFileSync(kept('a'), 'utf8')).toBe('other');
  });

  it('stays as it was when other bytes come than the host measured', async () => {
    writeFileSync(join(home(), 'a'), 'old');
    await fetch({ a: 'a' });
    writeFileSync(join(home(), 'a'), 'new');
    fake('sha256sum', `cat >/dev/null; echo ${'a'.repeat(64)}`);
    await expect(fetch({ a: 'a' })).rejects.toMatchObject({ reason: 'checksum_differs' });
    expect(readFileSync(kept('a'), 'utf8')).toBe('old');
    expect(readdirSync(kept())).toEqual(['a']);
  });

  it('fails where the host cannot read it to its end', async () => {
    writeFileSync(join(home(), 'a'), 'whole');
    fake('head', "printf who; echo 'head: error reading: Input/output error' >&2; exit 1");
    await expect(fetch({ a: 'a' })).rejects.toMatchObject({ reason: 'no_permission' });
    expect(existsSync(kept('a'))).toBe(false);
  });

  it('does not come from a host that says without end what it would measure', async () => {
    writeFileSync(join(home(), 'a'), 'x');
    fake('head', `yes 0 0 x | /usr/bin/head -n 200000 >&2; exec /usr/bin/head "$@"`);
    await expect(fetch({ a: 'a' })).rejects.toMatchObject({ reason: 'transfer_failed' });
  });

  it('that is gone since the files were listed is asked for again', async () => {
    writeFileSync(join(home(), 'a'), 'x');
    const failure = { reason: 'transfer_failed', message: 'm1:none did not come: it may be gone by now' };
    await expect(fetch({ a: 'a', none: 'none' })).rejects.toMatchObject(failure);
    expect(readdirSync(kept())).toEqual([]);
  });

  it('leaves no part of itself when a later one fails', async () => {
    writeFileSync(join(home(), 'a'), 'x');
    mkdirSync(join(home(), 'none'));
    await expect(fetch({ none: 'none', a: 'a' })).rejects.toMatchObject({ reason: 'no_permission' });
    expect(existsSync(kept('a')) || existsSync(kept('none'))).toBe(false);
    expect(existsSync(kept()) ? readdirSync(kept()) : []).toEqual([]);
  });

  it('leaves no part of itself when others can be written here no more', async () => {
    for (const name of ['a', 'b', 'c']) writeFileSync(join(home(), name), name);
    mkdirSync(kept(), { recursive: true });
    writeFileSync(kept('x'), 'a file where a directory has to be');
    await expect(fetch({ a: 'a', b: 'x/b', c: 'c' })).rejects.toMatchObject({ reason: 'not_kept' });
    expect(readdirSync(kept())).toEqual(['x']);
  });

  it('holds a file descriptor only while it comes', async () => {
    const names = Array.from({ length: 40 }, (_, number) => `file-${number}`);
    for (const name of names) writeFileSync(join(home(), name), name);
    const open: number[] = [];
    const wanted = names.map((name): FileToFetch => {
      const place = { directory: kept(), name };
      return { path: name, open: () => openFetched(place).finally(() => open.push(openBelow(kept()))) };
    });
    expect(await fetchFiles(link(), wanted, { timeoutMs: 20_000 })).toBe(40);
    expect(open).toEqual(names.map(() => 1));
    expect(readdirSync(kept()).sort()).toEqual([...names].sort());
  });

  it('removes what a fetch that was killed left here long ago, and nothing of one at work', async () => {
    const old = [
      '.aeon-fetch-0123456789abcdef',
      'x/.aeon-fetch-0123456789abcdef',
      '.aeon-fetch-notes',
      'log',
    ];
    mkdirSync(kept('x/.aeon-fetch-00000000000000ff'), { recursive: true });
    for (const name of [...old, '.aeon-fetch-aaaaaaaaaaaaaaaa']) writeFileSync(kept(name), 'half');
    const before = new Date(Date.now() - 25 * 60 * 60 * 1000);
    for (const name of old) utimesSync(kept(name), before, before);
    writeFileSync(join(home(), 'a'), 'x');
    await fetch({ a: 'a' });
    expect(readdirSync(kept()).sort()).toEqual([
      '.aeon-fetch-aaaaaaaaaaaaaaaa',
      '.aeon-fetch-notes',
      'a',
      'log',
      'x',
    ]);
    await fetch({ a: 'x/a' });
    expect(readdirSync(kept('x')).sort()).toEqual(['.aeon-fetch-00000000000000ff', 'a']);
  });

  it('never goes through a link that stands here in its way', async () => {
    mkdirSync(kept(), { recursive: true });
    mkdirSync(join(directory, 'precious'));
    symlinkSync('../precious', kept('x'));
    writeFileSync(join(home(), 'a'), 'x');
    await expect(fetch({ a: 'x/a' })).rejects.toMatchObject({ reason: 'not_kept' });
    expect(readdirSync(join(directory, 'precious'))).toEqual([]);
  });

  it('is told by name when it cannot be written here', async () => {
    writeFileSync(join(directory, 'kept'), 'a file in the way');
    writeFileSync(join(home(), 'a'), 'x');
    await expect(fetch({ a: 'a' })).rejects.toMatchObject({ reason: 'not_kept' });
    chmodSync(join(directory, 'kept'), 0o600);
  });
});
