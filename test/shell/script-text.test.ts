import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commandText } from '../../src/shell/command-text.ts';
import { singleQuoted } from '../../src/shell/marks.ts';
import { type LocalScript, scriptText } from '../../src/shell/script-text.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'aeonrun-script-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const carriageReturn =
  ' with a carriage return in its name: the script has the line ends of Windows (CRLF), save it with LF alone';

const shells = ['dash', 'bash --posix', 'busybox sh'];

function run(script: LocalScript, shell: string, env: NodeJS.ProcessEnv = {}) {
  const [program = '', ...options] = shell.split(' ');
  const { prepare, command } = scriptText(script);
  const { stdout, stderr, status } = spawnSync(program, options, {
    input: `( eval ${singleQuoted(commandText(command, { prepare }, 'echo not begun'))} ) </dev/null`,
    env: { PATH: process.env.PATH, AEON_TMPDIR: directory, AEON_ATTEMPT: 'ab12', ...env },
  });
  return { stdout: stdout.toString('latin1'), stderr: stderr.toString(), status };
}

describe.each(shells)('a script run through %s', (shell) => {
  it('gets its arguments, keeps its exit code, and has no file left when it begins', () => {
    const content = Buffer.from(`#!/bin/sh\nls -A "$AEON_TMPDIR"; printf '<%s>' "$@"; cat; exit 3\n`);
    const args = ['a b', '', "it's", '-x', '$HOME', '*'].map(singleQuoted).join(' ');
    expect(run({ content, args }, shell)).toEqual({
      stdout: "<a b><><it's><-x><$HOME><*>",
      stderr: '',
      status: 3,
    });
    expect(readdirSync(directory)).toEqual([]);
  });

  it('goes past what another user has put where it would be written', () => {
    const victim = join(directory, 'victim');
    writeFileSync(victim, 'untouched');
    symlinkSync(victim, join(directory, '.aeon-script-ab12'));
    expect(run({ content: Buffer.from('echo ran'), args: '' }, shell)).toMatchObject({
      stdout: 'ran\n',
      status: 0,
    });
    expect(readFileSync(victim, 'utf8')).toBe('untouched');
    expect(readdirSync(directory).sort()).toEqual(['.aeon-script-ab12', 'victim']);
  });

  it.each([
    ['#!/usr/bin/env perl\nprint "perl @ARGV";', 'perl x'],
    ['#!/usr/bin/perl -l\nprint "line @ARGV"', 'line x\n'],
    ['#! /bin/bash\n[[ -n $1 ]] && echo bash $1', 'bash x\n'],
    ['echo no first line $1', 'no first line x\n'],
    ['#!/bin/sh\nprintf %s "it\'s"', "it's"],
  ])('is read by what its first line names: %j', (text, stdout) => {
    expect(run({ content: Buffer.from(text), args: 'x' }, shell).stdout).toBe(stdout);
  });

  it('arrives byte for byte', () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    const content = Buffer.concat([Buffer.from('#!/bin/sh\ntail -n +3 "$0"; exit\n'), bytes]);
    expect(run({ content, args: '' }, shell).stdout).toBe(bytes.toString('latin1'));
  });

  it('is read by the interpreter that is asked for', () => {
    const content = Buffer.from('print "it ran @ARGV"');
    expect(run({ content, args: '1', interpreter: 'perl -l' }, shell).stdout).toBe('it ran 1\n');
  });

  it.each([
    ['#!/usr/bin/no-such-program\necho ran', undefined, 'there is no /usr/bin/no-such-program'],
    ['#!/usr/bin/env no-such-program\necho ran', undefined, 'there is no no-such-program'],
    ['#!/usr/bin/env perl\r\nprint 1;\r\n', undefined, `there is no perl${carriageReturn}`],
    ['#!/bin/sh\r\necho ran\r\n', undefined, `there is no /bin/sh${carriageReturn}`],
    ['#!/bin/sh -e\r\necho ran\r\n', undefined, `there is no /bin/sh${carriageReturn}`],
    ['echo ran', 'no-such-program -u', 'there is no no-such-program'],
  ])('is not begun where what reads it is missing: %j, %j', (text, interpreter, stderr) => {
    const script = { content: Buffer.from(text), args: '', ...(interpreter && { interpreter }) };
    expect(run(script, shell)).toEqual({ stdout: 'not begun\n', stderr: `${stderr}\n`, status: 125 });
    expect(readdirSync(directory)).toEqual([]);
  });

  it('may be a program of the machine', () => {
    const content = readFileSync('/bin/true');
    if (content.length < 1_000_000) expect(run({ content, args: '' }, shell).status).toBe(0);
  });

  it('finds another place where the first cannot be written', () => {
    const content = Buffer.from('echo ok');
    expect(run({ content, args: '' }, shell, { AEON_TMPDIR: '/nowhere' }).stdout).toBe('ok\n');
  });
});
