import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import { onAbort } from '../../remote/time/on-abort.ts';
import { systemTimers } from '../../remote/time/timers.ts';
import { attemptVariable, tagOf } from '../../shell/attempt-tag.ts';
import { beginProcess, whyNotBegun } from './begin-process.ts';
import { endLocalTree } from './end-local-tree.ts';

/** Shell text that runs on this machine. */
export interface LocalCommand {
  /** Read by /bin/sh on its standard input: it stands in no argument of a process. */
  readonly script: string;
  /** Absolute. */
  readonly directory: string;
  /** All that it gets, but for the mark by which its processes are found again. */
  readonly environment: Readonly<Record<string, string>>;
  readonly attemptId: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** A slow one slows the command down. */
  readonly onOutput: (stream: 'stdout' | 'stderr', bytes: Buffer) => Promise<void>;
}

export type LocalEnd =
  | { readonly kind: 'exited'; readonly exitCode: number }
  | { readonly kind: 'cut'; readonly by: 'timeout' | 'cancel'; readonly isGone: boolean }
  /** `why` says what to do too. */
  | { readonly kind: 'not-started'; readonly why: string };

/** What a background child may still write after the command is over. */
const drainMs = 1000;

/** Runs it in a process group of its own, and ends all of its processes when the time is out or the signal comes. Never rejects. */
export async function runLocalCommand(command: LocalCommand): Promise<LocalEnd> {
  const child = await beginProcess(() => startShell(command)).catch(whyNotBegun);
  return typeof child === 'string' ? { kind: 'not-started', why: child } : follow(child, command);
}

function startShell({ directory, environment, attemptId }: LocalCommand): ChildProcessWithoutNullStreams {
  return spawn('/bin/sh', [], {
    cwd: directory,
    env: { ...environment, [attemptVariable]: tagOf(attemptId) },
    detached: true,
    stdio: 'pipe',
  });
}

async function follow(child: ChildProcessWithoutNullStreams, command: LocalCommand): Promise<LocalEnd> {
  const { script, attemptId, timeoutMs, signal, onOutput } = command;
  const ended = Promise.withResolvers<LocalEnd>();
  child.on('exit', (code, name) => {
    // As POSIX has it for a shell.
    const number = name === null ? 0 : constants.signals[name];
    ended.resolve({ kind: 'exited', exitCode: code ?? 128 + number });
  });
  child.stdin.on('error', () => {}); // It may end without reading all of it.
  child.stdin.end(script);
  const closed = Promise.all([
    pump(child.stdout, (bytes) => onOutput('stdout', bytes)),
    pump(child.stderr, (bytes) => onOutput('stderr', bytes)),
  ]);
  const cut = cutter(timeoutMs, signal);
  const first = await Promise.race([ended.promise, cut.promise]);
  cut.forget();
  let end: LocalEnd;
  if (typeof first === 'string') {
    const isGone = child.pid === undefined || (await endLocalTree(child.pid, attemptId));
    end = { kind: 'cut', by: first, isGone };
  } else end = first;
  const drain = setTimeout(() => {
    child.stdout.destroy();
    child.stderr.destroy();
  }, drainMs);
  await closed;
  clearTimeout(drain);
  return end;
}

/** Resolves when there is nothing more to come and all of it was taken. */
function pump(stream: Readable, take: (bytes: Buffer) => Promise<void>): Promise<void> {
  let taken = Promise.resolve();
  stream.on('data', (bytes: Buffer) => {
    stream.pause();
    taken = take(bytes).finally(() => stream.resume());
  });
  stream.on('error', () => {});
  return new Promise((resolve) => {
    stream.on('close', () => resolve(taken));
  });
}

function cutter(timeoutMs: number, signal: AbortSignal) {
  const { promise, resolve } = Promise.withResolvers<'timeout' | 'cancel'>();
  const cancelTimer = systemTimers.after(timeoutMs, () => resolve('timeout'));
  const forgetSignal = onAbort(signal, () => resolve('cancel'));
  if (signal.aborted) resolve('cancel');
  const forget = () => {
    cancelTimer();
    forgetSignal();
  };
  return { promise, forget };
}
