import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../../../src/remote/command/run-command.ts';
import { runPlain } from '../../../src/remote/command/run-plain.ts';
import { listFiles } from '../../../src/remote/fetch/list-files.ts';
import { type BecomeAs, type Link, newNonce } from '../../../src/remote/link.ts';
import { localConnection } from '../local-connection.ts';

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'aeonrun-joined-streams-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** A host whose login does this before it starts the shell that is asked for. */
function link(bashrc: string): Link {
  const connection = localConnection({ AEON_TMPDIR: directory, TMPDIR: directory, HOME: directory });
  return {
    host: 'm1',
    connection: {
      ...connection,
      open: (command, limits) => connection.open(`${bashrc}; ${command}`, limits),
    },
    attemptId: newNonce(),
    signal: new AbortController().signal,
  };
}

async function run(bashrc: string, command: string, become?: BecomeAs) {
  const text = { stdout: '', stderr: '' };
  const end = await runCommand(link(bashrc), {
    command,
    timeoutMs: 10_000,
    ...(become && { become }),
    listener: {
      onOutput: (stream, bytes) => {
        text[stream] += bytes.toString('latin1');
      },
    },
  });
  if ('acknowledge' in end) await end.acknowledge();
  return { ...end, ...text };
}

/** Or a zombie: proc_pid_stat(5). */
function isGone(pid: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return true;
  }
}

const command = 'echo out; sleep 0.1; echo err >&2; exit 3';
const said = 'out\nerr\n';

describe('a login that joins its streams', () => {
  it.each([
    ['exec 2>&1', { stdout: said, stderr: '' }],
    ['exec >&2', { stdout: '', stderr: said }],
  ])('%s: a command ends when it ends, with all it says in one', async (bashrc, expected) => {
    expect(await run(bashrc, command)).toMatchObject({ kind: 'exited', exitCode: 3, ...expected });
    expect(readdirSync(directory)).toEqual([]);
  });

  it.each(['exec 2>&1', 'exec >&2'])('%s: another user gets its script too', async (bashrc) => {
    const seen = await run(bashrc, 'id -un; sleep 0.1; id -un >&2', { method: 'sudo', user: 'nobody' });
    expect(seen).toMatchObject({ kind: 'exited', exitCode: 0 });
    expect(seen.stdout + seen.stderr).toBe('nobody\nnobody\n');
  });

  it('is a failure with its reason where the exact bytes of one stream are needed', async () => {
    const end = await runPlain(link('exec 2>&1'), { body: () => 'exit 4', timeoutMs: 10_000 });
    expect(end.exitCode).toBe(4);
    await expect(listFiles(link('exec 2>&1'), ['a'], { timeoutMs: 10_000 })).rejects.toMatchObject({
      reason: 'no_shell',
      message: expect.stringContaining('joins stderr to stdout'),
    });
  });
});

describe('a login that sends a stream elsewhere', () => {
  it.each([
    ['exec 2>/dev/null', 'stderr', 'exec 2>'],
    ['exec >/dev/null', 'stdout', 'exec >'],
  ])('%s: a command is not waited for, and its failure says so', async (bashrc, stream, advice) => {
    const begunMs = performance.now();
    const end = await run(bashrc, 'exit 3');
    expect(performance.now() - begunMs).toBeLessThan(5000);
    expect(end).toMatchObject({
      kind: 'failed',
      failure: { reason: 'no_end_mark', message: expect.stringContaining(`m1 sends ${stream} elsewhere`) },
    });
    expect(end).toMatchObject({ failure: { message: expect.stringContaining(`with exit code 3`) } });
    expect(end).toMatchObject({ failure: { message: expect.stringContaining(`"${advice}"`) } });
    expect(readdirSync(directory)).toEqual([]);
  });

  it.each([
    ['exec 2>/dev/null', 'stderr'],
    ['exec >/dev/null', 'stdout'],
  ])('%s: a question for a password is not waited for, and who asks is ended', async (bashrc, stream) => {
    const bin = mkdtempSync(join(directory, 'bin-'));
    const asks =
      '#!/bin/sh\necho "$$" >"${0%/*}/asked"; printf "Password: " >&2; read -r answer; echo no more\n';
    writeFileSync(join(bin, 'sudo'), asks, { mode: 0o755 });
    const become = { method: 'sudo', user: 'nobody', password: 'secret' } as const;
    const begunMs = performance.now();
    const end = await run(`${bashrc}; PATH=${bin}:$PATH`, 'id', become);
    expect(performance.now() - begunMs).toBeLessThan(8000);
    expect(end).toMatchObject({
      kind: 'failed',
      failure: {
        reason: 'become_failed',
        ran: 'no',
        message: expect.stringMatching(
          new RegExp(`^what sudo on m1 asks could not be heard: the login on m1 sends ${stream} elsewhere`),
        ),
      },
    });
    const pid = readFileSync(join(bin, 'asked'), 'utf8').trim();
    await expect.poll(() => isGone(pid)).toBe(true);
    rmSync(bin, { recursive: true });
    expect(readdirSync(directory)).toEqual([]);
  });

  it('is told where files are compared and fetched too', async () => {
    await expect(listFiles(link('exec 2>/dev/null'), ['a'], { timeoutMs: 10_000 })).rejects.toMatchObject({
      reason: 'no_shell',
      message: expect.stringContaining('sends stderr elsewhere'),
    });
  });
});
