import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { shells } from '../shell/shells.ts';
import { drive, exited, hostKind, hostTask, type Turn } from './drive.ts';

const exec = hostKind('exec');

const home = mkdtempSync(join(tmpdir(), 'aeon-exec-checks-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
mkdirSync(join(home, 'dir'));
writeFileSync(join(home, 'dir', "it's"), '');
symlinkSync('/nowhere', join(home, 'dangling'));
mkdirSync(join(home, 'closed'), { mode: 0o700 });
symlinkSync('closed', join(home, 'alias'));
chmodSync(home, 0o755);

/** Whether the command would run, when the look is really made by the shell. */
function runs([program = '', ...flags]: readonly string[], more: object, uid?: number): boolean {
  const args = { command: 'x', ...more };
  const look = (text: string): Turn => {
    const input = `(\n{ ${text}\n} </dev/null\n)`;
    const env = { PATH: process.env.PATH, HOME: home };
    const { status, stdout, stderr } = spawnSync(program, flags, {
      cwd: home,
      env,
      input,
      encoding: 'utf8',
      ...(uid !== undefined && { uid }),
    });
    return { step: 'look', answer: { exitCode: status ?? 1, stdout, stderr } };
  };
  const stage = exec.run(hostTask(args, 1000));
  const asked = stage.next().value;
  if (asked === undefined || !('kind' in asked) || asked.kind !== 'look') throw new Error('no look');
  const { steps, failure } = drive(
    exec,
    args,
    [look(asked.command)],
    [{ step: 'command', answer: exited(0) }],
  );
  if (failure !== undefined) throw failure;
  return steps.length === 2;
}

describe.each(shells)('the checks of exec in %s', (...shell) => {
  it.each([
    [{ creates: "dir/it's" }, false],
    [{ creates: "~/dir/it's" }, false],
    [{ creates: "it's", chdir: 'dir' }, false],
    [{ creates: 'dangling' }, false],
    [{ creates: 'dir/*' }, true],
    [{ creates: '-n' }, true],
    [{ unless: 'echo noise; true' }, false],
    [{ unless: 'set -e; false; true' }, true],
    [{ unless: 'no-such-command' }, true],
    [{ unless: "echo 'open" }, true],
    [{ onlyif: 'exit 0' }, true],
    [{ onlyif: 'exit 3' }, false],
    [{ onlyif: '[ "$A" = "it\'s" ]', env: { A: "it's" } }, true],
    [{ onlyif: '[[ a == a ]] && cat', shell: '/bin/bash' }, true],
    [{ creates: 'nope', unless: 'false', onlyif: 'true' }, true],
    [{ creates: 'nope', unless: 'false', onlyif: 'false' }, false],
  ])('%j: the command runs: %s', (args, expected) => {
    expect(runs(shell, args)).toBe(expected);
  });

  it('do not take a path that may not be looked at for one that is not there', () => {
    for (const creates of ['closed/file', '~/closed/deep/file', 'alias/file']) {
      expect(runs(shell, { creates })).toBe(true);
      expect(() => runs(shell, { creates }, 65534)).toThrow(
        /was not run: it cannot be looked at \(try become\): .*Permission denied/,
      );
    }
    expect(runs(shell, { creates: "dir/it's/nope" }, 65534)).toBe(true);
    expect(runs(shell, { creates: 'dir/none' }, 65534)).toBe(true);
  });

  it('do not take a missing directory for a no', () => {
    expect(() => runs(shell, { chdir: 'gone', onlyif: 'true' })).toThrow('could not be made');
  });
});
