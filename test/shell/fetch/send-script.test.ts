import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pathWord } from '../../../src/shell/command-text.ts';
import { sendScript } from '../../../src/shell/fetch/send-script.ts';
import { shells } from '../shells.ts';

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'aeon-send-script-'));
  mkdirSync(join(home, 'bin'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function write(name: string, content: string | Buffer): string {
  writeFileSync(join(home, name), content);
  return name;
}

/** A program of the host with a text that runs around it as `real`. */
function wrap(program: string, text: string) {
  const real = spawnSync('/bin/sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }).stdout.trim();
  writeFileSync(join(home, 'bin', program), `#!/bin/sh\nreal() { ${real} "$@"; }\n${text}\n`, {
    mode: 0o755,
  });
}

/** What was sent of each file, and how the host measured it, by the number of the file. */
function send(
  [program = '', ...flags]: readonly string[],
  names: readonly string[],
  path = process.env.PATH,
) {
  const input = sendScript({ nonce: 'cafe', paths: names.map(pathWord) });
  const env = { PATH: `${join(home, 'bin')}:${path}`, HOME: home };
  const { stdout, stderr } = spawnSync(program, flags, { cwd: home, env, input, maxBuffer: 1e8 });
  const sent = [...stdout.toString('latin1').matchAll(/\x1eaeon cafe f (\d+)\x1f(.*?)\x1eaeon cafe e\x1f/gs)];
  const said = stderr.toString().matchAll(/^(\d+) (\d+) ([0-9a-f]{64})$/gm);
  const measures = [...said].map(([, number, size, hash]) => ({
    number: Number(number),
    size: Number(size),
    hash,
  }));
  return {
    contents: new Map(
      sent.map(([, number, content = '']) => [Number(number), Buffer.from(content, 'latin1')]),
    ),
    measures: measures.sort((one, other) => one.number - other.number),
    unreadable: numbersIn(stdout, /\x1eaeon cafe x (\d+)\x1f/g),
    gone: numbersIn(stdout, /\x1eaeon cafe g (\d+)\x1f/g),
  };
}

function numbersIn(stdout: Buffer, mark: RegExp): number[] {
  return [...stdout.toString('latin1').matchAll(mark)].map(([, number]) => Number(number));
}

function measureOf(number: number, content: Buffer) {
  return { number, size: content.length, hash: createHash('sha256').update(content).digest('hex') };
}

function expectExact(shell: readonly string[], names: readonly string[], path?: string) {
  const { contents, measures, unreadable } = send(shell, names, path);
  const files = names.map((name) => readFileSync(join(home, name.replace(/^~\//, ''))));
  expect(unreadable).toEqual([]);
  expect(names.map((_, number) => contents.get(number))).toEqual(files);
  expect(measures).toEqual(files.map((file, number) => measureOf(number, file)));
}

describe.each(shells)('files that are sent, in %s', (...shell) => {
  const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  const odd = () => [
    write('empty', ''),
    write("it's $x", all),
    `~/${write('-n', 'n')}`,
    write('5 lines\n7 of them', 'x'),
    write('large', Buffer.alloc(200_000, all)),
    write('b\\slash', 'y\n'),
    write('total', 'z'),
  ];

  it('come exact, with their sizes and digests, whatever their names', () => {
    expectExact(shell, odd());
    expectExact(shell, [write('alone', 'x')]);
  });

  it.each(['openssl', 'shasum'])('come so from a host that has %s alone', (program) => {
    const few = join(home, 'few');
    mkdirSync(few);
    for (const each of ['wc', 'sed', 'head', 'cut', program])
      symlinkSync(`/usr/bin/${each}`, join(few, each));
    expectExact(shell, odd(), few);
  });

  it('are measured many at once', () => {
    const names = Array.from({ length: 130 }, (_, at) => write(`f${at}`, `content of ${at}`));
    for (const program of ['wc', 'sha256sum']) wrap(program, `echo >>${home}/${program}.calls; real "$@"`);
    expectExact(shell, names);
    for (const program of ['wc', 'sha256sum'])
      expect(readFileSync(join(home, `${program}.calls`)).length).toBeLessThan(10);
  });

  it('are as long as at the beginning where they grow meanwhile', () => {
    const names = ['a', 'b', 'c'].map((name) => write(name, `${name} at first\n`));
    wrap('head', `real "$@"; echo more >>${home}/b`);
    const { contents, measures } = send(shell, names);
    const first = names.map((name) => Buffer.from(`${name} at first\n`));
    expect(names.map((_, number) => contents.get(number))).toEqual(first);
    expect(measures).toEqual(first.map((file, number) => measureOf(number, file)));
  });

  it('are told as gone or as unreadable, and the others come', () => {
    symlinkSync('nowhere', join(home, 'link'));
    const names = [write('a', 'A'), 'gone', write('b', 'B'), 'bin', 'link'];
    const { contents, measures, unreadable, gone } = send(shell, names);
    expect(gone).toEqual([1]);
    expect(unreadable).toEqual([3, 4]);
    expect([contents.get(0), contents.get(2)].map(String)).toEqual(['A', 'B']);
    expect(measures).toEqual([measureOf(0, Buffer.from('A')), measureOf(2, Buffer.from('B'))]);
  });

  it('are told as gone where they vanish once they are measured', () => {
    wrap('wc', `real "$@"; rm -f ${home}/a`);
    const { measures, unreadable, gone } = send(shell, [write('a', 'A'), write('b', 'B')]);
    expect([gone, unreadable]).toEqual([[0], []]);
    expect(measures).toContainEqual(measureOf(1, Buffer.from('B')));
  });

  it('have the digest of what the host holds where one changes while it is sent', () => {
    const names = ['a', 'b'].map((name) => write(name, `${name} at first\n`));
    wrap('head', `real "$@"; printf 'A at first\\n' >${home}/a`);
    const { contents, measures } = send(shell, names);
    expect(String(contents.get(0))).toBe('a at first\n');
    expect(measures[0]).toEqual(measureOf(0, Buffer.from('A at first\n')));
  });
});
