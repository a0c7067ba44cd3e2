import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  type CommandSetting,
  commandListText,
  commandText,
  readCommandList,
} from '../../src/shell/command-text.ts';
import { runCommand } from '../../src/shell/exec-script.ts';
import { shells } from './shells.ts';

const directory = mkdtempSync(join(tmpdir(), 'aeon-command-text-'));
mkdirSync(join(directory, "it's here"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const awkward = `it's "$HOME" \`id\` \\n\n\ttwo  lines $(id) é '' %s -n`;

/** As the exec protocol runs it: a script on the standard input of a shell. */
function run([program = '', ...args]: readonly string[], text: string) {
  const env = { PATH: process.env.PATH, HOME: directory };
  const input = `{ ${runCommand(text)}\nexit $?\n}\n`;
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: directory,
    env,
    input,
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
}

describe.each(shells)('a command in %s', (...shell) => {
  const one = (command: string, setting: CommandSetting = {}) => run(shell, commandText(command, setting));
  const several = (commands: readonly string[], setting: CommandSetting = {}) =>
    run(
      shell,
      commandListText(commands, (step) => `printf '<%s>' ${step}`, setting),
    );

  it('gets the values of its environment exactly, whatever is in them', () => {
    expect(one('printf "%s|%s" "$A" "$B"', { environment: { A: awkward, B: '' } })).toMatchObject({
      code: 0,
      stdout: `${awkward}|`,
    });
  });

  it('starts where it is told, and not at all where that directory is missing', () => {
    expect(one('pwd', { directory: "~/it's here" }).stdout).toBe(`${directory}/it's here\n`);
    expect(one('pwd', { directory: "it's here" }).stdout).toBe(`${directory}/it's here\n`);
    const missing = one('echo ran', { directory: '-nope' });
    expect(missing).toMatchObject({ stdout: '', stderr: expect.stringContaining('-nope') });
    expect(missing.code).not.toBe(0);
  });

  it('is said not to be begun where its setting cannot be had, and leaves nothing of ours to a command', () => {
    const setting: CommandSetting = { directory: '/', shell: '/bin/sh', prepare: 'x=1; [ -n "$HOME" ]' };
    const say = 'printf not-ready';
    const text = (more: CommandSetting) => commandText('echo ran $x', { ...setting, ...more }, say);
    expect(run(shell, text({})).stdout).toBe('ran\n');
    expect(run(shell, commandText('type aeon_ready; echo $x', { prepare: 'x=1' }, say))).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/\n1\n$|^1\n$/),
    });
    for (const more of [
      { directory: '/nope' },
      { shell: '/nope' },
      { prepare: 'false' },
      { prepare: 'return 3\ntrue' },
    ]) {
      expect(run(shell, text(more))).toMatchObject({ code: 125, stdout: 'not-ready' });
      expect(
        run(
          shell,
          commandListText(['echo ran', 'echo too'], () => ':', { ...setting, ...more }, say),
        ),
      ).toMatchObject({
        code: 125,
        stdout: 'not-ready',
      });
    }
  });

  it('reads its standard input exactly, without a newline that nobody wrote', () => {
    expect(one('cat', { stdin: awkward }).stdout).toBe(awkward);
    expect(one('cat; exit 4', { stdin: '' })).toMatchObject({ code: 4, stdout: '' });
    const long = 'x'.repeat(300_000);
    expect(one('exit 5', { stdin: long }).code).toBe(5);
    expect(one('cat', { stdin: long }).stdout).toBe(long);
  });

  it('may hold what only another shell understands, is long, and keeps its standard input', () => {
    const setting = { shell: '/bin/bash', stdin: 'fed', environment: { A: awkward } };
    const text = `${': '.padEnd(200_000, 'x')}\na=("$A" two); [[ \${#a[@]} == 2 ]] && printf %s "\${a[0]}"; cat; exit 7`;
    expect(one(text, setting)).toMatchObject({ code: 7, stdout: `${awkward}fed`, stderr: '' });
    expect(one('ls /proc/self/fd | grep "^[4-9]$"', { shell: '/bin/bash' }).stdout).toBe('');
    expect(one('true', { shell: '/bin/no-such-shell' })).toMatchObject({
      code: 125,
      stderr: 'there is no /bin/no-such-shell\n',
    });
  });

  it('shows no value of its environment or its standard input in any argument', () => {
    const canary = `canary-${process.pid}`;
    const look = `grep -alF ${canary.slice(0, 3)}''${canary.slice(3)} /proc/[0-9]*/cmdline 2>/dev/null; true`;
    expect(one(look, { environment: { SECRET: canary }, stdin: canary, shell: '/bin/bash' }).stdout).toBe('');
  });

  it('runs several in one shell: what one sets, the next one has', () => {
    expect(several(['cd /; x=1', 'exec 2>&1', 'pwd; echo $x']).stdout).toBe('<2><3>/\n1\n');
  });

  it('stops several at the first that fails, with its exit code and its number', () => {
    expect(several(['true', 'echo two; (exit 3)', 'echo three'])).toMatchObject({
      code: 3,
      stdout: '<2>two\n',
    });
    expect(several(['set -e', 'false; echo on', 'echo three'])).toMatchObject({ code: 1, stdout: '<2>' });
    expect(several(['true', "echo 'open"])).toMatchObject({ stdout: '<2>' });
  });

  it('says the number of a command whose output goes elsewhere, and not in a trace', () => {
    const traced = several([
      'exec >gone; set -x',
      'echo hidden',
      'ls /proc/self/fd | grep "^[4-9]$"; exit 9',
    ]);
    expect(traced).toMatchObject({ code: 9, stdout: '<2><3>' });
    expect(traced.stderr).not.toContain('printf');
    expect(readFileSync(join(directory, 'gone'), 'utf8')).toBe('hidden\n');
  });

  it('runs several in another shell too', () => {
    const setting = { shell: '/bin/bash', stdin: 'a\nb\n' };
    expect(several(['read -r x', '[[ $x == a ]]', 'cat; exit 6', 'echo no'], setting)).toMatchObject({
      code: 6,
      stdout: '<2><3>b\n',
    });
  });
});

describe('a list of commands', () => {
  const commands = ["echo 'one'", awkward, "true\neval 'two' 7>&-"];

  it.each<CommandSetting>([
    {},
    { directory: '~/x y', environment: { A: "it's", B: "eval 'c' 7>&-" } },
    { shell: '/bin/bash', stdin: awkward },
  ])('is read back by whoever plays the host: %o', (setting) => {
    const text = commandListText(commands, (step) => `printf '<%s>' ${step}`, setting);
    expect(readCommandList(text)).toEqual(commands);
    expect(readCommandList(commandText(awkward, setting))).toBeUndefined();
  });
});
