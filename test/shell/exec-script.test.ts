import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { MarkScanner } from '../../src/remote/command/mark-scanner.ts';
import { tagOf, tagText } from '../../src/shell/attempt-tag.ts';
import { parseEvidence, readEvidenceScript, removeEvidenceScript } from '../../src/shell/evidence.ts';
import { acknowledgement, execScript, runCommand, wrapperExit } from '../../src/shell/exec-script.ts';
import { shells } from './shells.ts';

const directory = mkdtempSync(join(tmpdir(), 'aeon-exec-script-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly words: readonly string[];
  readonly output: Buffer;
  readonly errors: Buffer;
}

/** Runs the script in a real shell and answers its end mark, as the controller does. */
function run(
  shell: readonly string[],
  command: string,
  options: { id?: string; acknowledge?: boolean; asIs?: { uid: number } } = {},
) {
  const attemptId = options.id ?? randomBytes(16).toString('hex');
  const nonce = randomBytes(16).toString('hex');
  const [program = '', ...args] = shell;
  const child = spawn(program, [...args, '-s', tagText(tagOf(attemptId))], {
    ...(options.asIs ?? {}),
    env: {
      PATH: process.env.PATH,
      HOME: directory,
      ...(options.asIs === undefined && { AEON_TMPDIR: directory }),
    },
  });
  child.stdin.on('error', () => {});
  const words: string[] = [];
  const streams = [child.stdout, child.stderr].map((stream, index) => {
    const scanner = new MarkScanner(nonce);
    const kept: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => {
      for (const part of scanner.push(chunk)) {
        if (part.kind === 'output') kept.push(part.bytes);
        else if (index === 0) {
          words.push(part.word);
          if (part.word.startsWith('end'))
            child.stdin.end(options.acknowledge === false ? '' : acknowledgement);
        }
      }
    });
    return () => Buffer.concat([...kept, scanner.flush()]);
  });
  child.stdin.write(execScript({ attemptId, nonce, body: runCommand(command) }));
  return new Promise<Ended>((resolve) =>
    child.on('close', (code) =>
      resolve({
        code,
        words,
        output: streams[0]?.() ?? Buffer.alloc(0),
        errors: streams[1]?.() ?? Buffer.alloc(0),
      }),
    ),
  );
}

describe.each(shells)('the exec script in %s', (...shell) => {
  it('keeps stdout and stderr apart and exact, and tells the exit code of the command', async () => {
    const ended = await run(shell, `printf 'a\\000b'; printf 'no newline' >&2; exit 7`);
    expect(ended).toMatchObject({ code: wrapperExit.removed, words: ['start', 'end 7'] });
    expect(ended.output).toEqual(Buffer.from('a\0b'));
    expect(ended.errors).toEqual(Buffer.from('no newline'));
  });

  it('leaves nothing behind once the result is acknowledged', async () => {
    await run(shell, 'true');
    expect(readdirSync(directory)).toEqual([]);
  });

  it('keeps the evidence of the exit code until somebody has taken note of it', async () => {
    const id = 'e'.repeat(32);
    expect((await run(shell, 'exit 3', { id, acknowledge: false })).code).toBe(wrapperExit.done);
    expect(readFileSync(join(directory, `.aeon-${id}`), 'utf8')).toBe('started\nexit 3\n');
    const again = await run(shell, 'echo twice', { id });
    expect(again).toMatchObject({
      code: wrapperExit.alreadyStarted,
      words: ['claimed'],
      output: Buffer.alloc(0),
    });
    rmSync(join(directory, `.aeon-${id}`));
  });

  it.each([
    ['root', 0, '/dev/shm'],
    ['another user', 65_534, '/tmp'],
  ])('keeps that of %s (%i) in %s', async (_, uid, place) => {
    const id = randomBytes(16).toString('hex');
    const file = join(place, `.aeon-${id}`);
    await run(shell, 'exit 3', { id, acknowledge: false, asIs: { uid } });
    expect(readFileSync(file, 'utf8')).toBe('started\nexit 3\n');
    const [program = '', ...args] = shell;
    const say = (text: string) =>
      execFileSync(program, [...args, '-c', text], {
        uid,
        env: { PATH: process.env.PATH, HOME: directory },
        encoding: 'utf8',
      });
    expect(parseEvidence(say(readEvidenceScript(id)))).toMatchObject({ isStarted: true, exitCode: 3 });
    say(removeEvidenceScript(id));
    expect(existsSync(file)).toBe(false);
  });

  it.each(['stdout', 'stderr'] as const)(
    'does not start, and takes its claim back, where nobody hears it on %s',
    async (deaf) => {
      const [program = '', ...args] = shell;
      const attemptId = 'd'.repeat(32);
      const child = spawn(program, [...args, '-s', tagText(tagOf(attemptId))], {
        env: { PATH: process.env.PATH, AEON_TMPDIR: directory, HOME: directory },
      });
      child[deaf].destroy();
      child[deaf === 'stdout' ? 'stderr' : 'stdout'].resume();
      const body = runCommand(`touch ${directory}/ran`);
      setTimeout(() => child.stdin.end(execScript({ attemptId, nonce: 'a'.repeat(32), body })), 50);
      expect(await once(child, 'close')).toEqual([wrapperExit.notHeard, null]);
      expect(readdirSync(directory)).toEqual([]);
    },
  );

  it('starts once of two that come at the same moment (20 times)', async () => {
    for (let round = 0; round < 20; round += 1) {
      const id = randomBytes(16).toString('hex');
      const both = await Promise.all([1, 2].map(() => run(shell, 'echo ran', { id, acknowledge: false })));
      rmSync(join(directory, `.aeon-${id}`));
      expect(both.map(({ output }) => output.toString()).sort()).toEqual(['', 'ran\n']);
    }
  });

  it('gives the command an empty standard input, so that it cannot eat the protocol', async () => {
    expect((await run(shell, 'cat; echo read')).output.toString()).toBe('read\n');
  });

  it('survives a command with a syntax error, with quotes and with many lines', async () => {
    expect((await run(shell, "echo 'unfinished")).words[1]).toMatch(/^end [12]$/);
    expect((await run(shell, `echo 'it'"'"'s'\necho "two"\ncat <<X\nthree\nX`)).output.toString()).toBe(
      "it's\ntwo\nthree\n",
    );
  });

  it('carries a command of a megabyte', async () => {
    const long = `: ${'x'.repeat(1_000_000)}\necho done`;
    expect((await run(shell, long)).output.toString()).toBe('done\n');
  });
});
