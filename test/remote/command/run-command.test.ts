import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandEnd, runCommand } from '../../../src/remote/command/run-command.ts';
import { type BecomeAs, type Link, newNonce } from '../../../src/remote/link.ts';
import { tagOf } from '../../../src/shell/attempt-tag.ts';
import { localConnection } from '../local-connection.ts';

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'aeonrun-run-command-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

interface Options {
  readonly timeoutMs?: number;
  readonly become?: BecomeAs;
  readonly signal?: AbortSignal;
}

async function run(command: string, { timeoutMs = 20_000, become, signal }: Options = {}) {
  const connection = localConnection({ AEON_TMPDIR: directory, HOME: directory });
  const link: Link = {
    host: 'm1',
    connection,
    attemptId: newNonce(),
    signal: signal ?? new AbortController().signal,
  };
  const text = { stdout: '', stderr: '' };
  const end = await runCommand(link, {
    command,
    timeoutMs,
    ...(become && { become }),
    listener: {
      onOutput: (stream, bytes) => {
        text[stream] += bytes.toString('latin1');
      },
    },
  });
  return { end, link, ...text };
}

async function acknowledged(end: CommandEnd): Promise<readonly string[]> {
  if ('acknowledge' in end) await end.acknowledge();
  return readdirSync(directory);
}

function livingProcesses(attemptId: string): string {
  try {
    return execFileSync('/bin/sh', [
      '-c',
      `grep -lF ${tagOf(attemptId)} /proc/[0-9]*/environ 2>/dev/null`,
    ]).toString();
  } catch {
    return '';
  }
}

/** Told from the sleeps of other runs of these tests on the same machine. */
const sleep = `sleep 300.${process.pid}`;

/** All sleeps of this file, whatever their environment. */
function sleepers(): string {
  return spawnSync('pgrep', ['-f', `^${sleep}`], { encoding: 'utf8' }).stdout;
}

describe('a command on a host', () => {
  it('ends with its own exit code and leaves no evidence once the result is acknowledged', async () => {
    const { end, stdout, stderr } = await run(`printf out; printf err >&2; exit 3`);
    expect(end).toMatchObject({ kind: 'exited', exitCode: 3 });
    expect({ stdout, stderr }).toEqual({ stdout: 'out', stderr: 'err' });
    expect(readdirSync(directory)).toHaveLength(1);
    expect(await acknowledged(end)).toEqual([]);
  });

  it('whose shell is killed before it hears that the result is safe leaves no evidence either', async () => {
    const { end, link } = await run('exit 3');
    spawnSync('pkill', ['-KILL', '-f', tagOf(link.attemptId)]);
    expect(readdirSync(directory)).toHaveLength(1);
    expect(await acknowledged(end)).toEqual([]);
  });

  it('does not wait for a daemon that keeps its output open', async () => {
    const { end, stdout } = await run(`${sleep} & echo done`);
    expect(end).toMatchObject({ kind: 'exited', exitCode: 0 });
    expect(stdout).toBe('done\n');
    expect(await acknowledged(end)).toEqual([]);
    await expect.poll(sleepers).not.toBe(''); // Until then it is a fork of the shell.
    spawnSync('pkill', ['-f', `^${sleep}`]);
  });

  it.each([
    ['', undefined],
    [' as another user', { method: 'sudo', user: 'nobody' } as const],
  ])('shows its tag%s, and nobody learns from it the name of its evidence', async (_as, become) => {
    const { end, link, stdout } = await run('cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null; :', {
      ...(become && { become }),
    });
    expect([...(await acknowledged(end)), stdout.includes(tagOf(link.attemptId))]).toEqual([true]);
    expect(stdout).not.toContain(link.attemptId);
  });

  it('cannot forge its own end: marks without the nonce are output', async () => {
    const { end, stdout } = await run(`printf '\\036aeon ${'0'.repeat(32)} end 0\\036'; exit 9`);
    expect(end).toMatchObject({ exitCode: 9 });
    expect(stdout).toContain('end 0');
    await acknowledged(end);
  });

  it.each([
    ['a plain child', `${sleep} & ${sleep}`],
    ['a child in a session of its own', `setsid ${sleep} & wait`],
    ['a child that ignores TERM', `sh -c 'trap "" TERM; ${sleep}; ${sleep}' & wait`],
    ['a child with a clean environment', `env -i ${sleep} & wait`],
    ['an orphan with a clean environment in the same session', `(env -i ${sleep} &) ; ${sleep}`],
    ['a double fork', `sh -c '(setsid ${sleep} &) &'; sleep 300`],
  ])('that takes too long is ended with %s', async (_name, command) => {
    const { end, link } = await run(command, { timeoutMs: 400 });
    expect(end).toMatchObject({ kind: 'failed', failure: { reason: 'timeout', ran: 'yes' } });
    expect(livingProcesses(link.attemptId)).toBe('');
    expect(sleepers()).toBe('');
    expect(await acknowledged(end)).toEqual([]);
  });

  it('is ended when the run is cancelled', async () => {
    const { end, link } = await run(sleep, { signal: AbortSignal.timeout(300) });
    expect(end).toMatchObject({ kind: 'failed', failure: { reason: 'cancelled' } });
    expect(livingProcesses(link.attemptId)).toBe('');
    await acknowledged(end);
  });

  it('runs as the other user, with an empty standard input', async () => {
    const { end, stdout } = await run(`id -un; cat; echo "stdin is empty"`, {
      become: { method: 'sudo', user: 'nobody' },
    });
    expect(end).toMatchObject({ kind: 'exited', exitCode: 0 });
    expect(stdout).toBe('nobody\nstdin is empty\n');
    expect(await acknowledged(end)).toEqual([]);
  });

  it('of another user is ended with its children too', async () => {
    const { end, link } = await run(`setsid ${sleep} & ${sleep}`, {
      timeoutMs: 500,
      become: { method: 'sudo', user: 'nobody' },
    });
    expect(end).toMatchObject({ kind: 'failed', failure: { reason: 'timeout' } });
    expect(livingProcesses(link.attemptId)).toBe('');
    await acknowledged(end);
  });

  it('is not begun when the other user does not exist', async () => {
    const { end } = await run('touch ran', { become: { method: 'sudo', user: 'nobody-of-that-name' } });
    expect(end).toMatchObject({ kind: 'failed', failure: { reason: 'become_failed', ran: 'no' } });
    expect(await acknowledged(end)).toEqual([]);
  });

  it('starts once: a second start of the same attempt is refused', async () => {
    const first = await run('true');
    const again = await runCommand(first.link, {
      command: 'echo twice > twice',
      timeoutMs: 5000,
      listener: { onOutput() {} },
    });
    expect(again).toMatchObject({ kind: 'failed', failure: { reason: 'already_started' } });
    await acknowledged(first.end);
  });

  it('keeps a megabyte of binary output exact', async () => {
    const file = join(directory, 'random');
    execFileSync('/bin/sh', ['-c', `head -c 1000000 /dev/urandom > ${file}`]);
    const { end, stdout } = await run(`cat ${file}`);
    expect(Buffer.from(stdout, 'latin1').equals(readFileSync(file))).toBe(true);
    rmSync(file);
    await acknowledged(end);
  });
});
