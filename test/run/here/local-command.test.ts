import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type LocalCommand, runLocalCommand } from '../../../src/run/here/local-command.ts';

const directory = mkdtempSync(join(tmpdir(), 'aeonrun-local-'));
afterAll(() => rmSync(directory, { recursive: true }));
let count = 0;

async function run(script: string, more: Partial<LocalCommand> = {}) {
  const said = { stdout: '', stderr: '' };
  const attemptId = `${process.pid}${count++}`.padStart(32, 'a');
  const end = await runLocalCommand({
    script,
    directory,
    environment: { PATH: '/usr/bin:/bin' },
    attemptId,
    timeoutMs: 20_000,
    signal: new AbortController().signal,
    onOutput: async (stream, bytes) => {
      said[stream] += bytes.toString();
    },
    ...more,
  });
  return { end, ...said, attemptId };
}

function isAlive(pid: number): boolean {
  try {
    // Zombies are gone: proc_pid_stat(5).
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

describe('a command on this machine', () => {
  it('tells its exit code, its output, and the signal that ended it', async () => {
    const { end, stdout, stderr } = await run('pwd; echo no >&2; exit 3');
    expect(end).toEqual({ kind: 'exited', exitCode: 3 });
    expect(stdout).toBe(`${directory}\n`);
    expect(stderr).toBe('no\n');
    expect((await run('kill -TERM $$')).end).toEqual({ kind: 'exited', exitCode: 143 });
  });

  it('has no more in its environment than it was given', async () => {
    const { stdout } = await run('env | cut -d= -f1 | sort');
    const names = stdout.trim().split('\n');
    expect(
      names.filter((name) => !['PATH', 'PWD', 'AEON_ATTEMPT', '_', 'OLDPWD', 'SHLVL'].includes(name)),
    ).toEqual([]);
  });

  it('is told apart from one that could not be started', async () => {
    const { end } = await run('true', { directory: join(directory, 'none') });
    expect(end.kind).toBe('not-started');
  });

  it('that gets more than the kernel takes was not started, with what to do', async () => {
    const { end } = await run('true', { environment: { PATH: '/usr/bin:/bin', BIG: 'x'.repeat(200_000) } });
    expect(end).toEqual({ kind: 'not-started', why: expect.stringMatching(/128 KiB.*in a file/) });
  });

  it('keeps all of a large output', async () => {
    const { stdout } = await run('head -c 3000000 /dev/zero | tr "\\0" x');
    expect(stdout.length).toBe(3_000_000);
  });

  it('ends with the command, though a child holds its output', async () => {
    const { end, stdout } = await run('sleep 30 & echo $!');
    expect(end).toEqual({ kind: 'exited', exitCode: 0 });
    process.kill(Number(stdout), 'SIGKILL');
  });

  it('is ended with all that it started when the time is out, also what has left its group and heeds no TERM', async () => {
    const script = `sleep 60 & echo $!
setsid sh -c 'trap "" TERM; echo $$; sleep 60; sleep 60' &
wait`;
    const { end, stdout } = await run(script, { timeoutMs: 800 });
    expect(end).toEqual({ kind: 'cut', by: 'timeout', isGone: true });
    const pids = stdout.trim().split('\n').map(Number);
    expect(pids).toHaveLength(2);
    expect(pids.filter(isAlive)).toEqual([]);
  }, 20_000);

  it('may have a month', async () => {
    const { end } = await run('sleep 0.2', { timeoutMs: 30 * 24 * 3_600_000 });
    expect(end).toEqual({ kind: 'exited', exitCode: 0 });
  });

  it('is ended when the run is cancelled', async () => {
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 300);
    const { end } = await run('sleep 60', { signal: abort.signal });
    expect(end).toEqual({ kind: 'cut', by: 'cancel', isGone: true });
  });
});
