import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { tagOf } from '../../shell/attempt-tag.ts';
import { endTreeSays, endTreeScript } from '../../shell/end-tree.ts';
import { beginProcess } from './begin-process.ts';

/** Between TERM and KILL: an interrupted run has to be over within 10 s. */
const graceSeconds = 4;
const pollMs = 100;

type Shell = ChildProcessByStdio<Writable, Readable, null>;

/**
 * Ends a process group of this machine and all that its processes started, also what has left the group: TERM, after a
 * while KILL. Gives whether all of it is proven to be gone. Never rejects.
 */
export async function endLocalTree(group: number, attemptId: string): Promise<boolean> {
  signalGroup(group, 'SIGTERM');
  const [isTreeGone] = await Promise.all([endByScript(attemptId), endGroup(group)]);
  return isTreeGone && !signalGroup(group, 0);
}

/**
 * Finds the processes by their environment, where the kernel shows it; elsewhere, and where no shell can be started,
 * there is the group alone.
 */
async function endByScript(attemptId: string): Promise<boolean> {
  const shell = await beginProcess(startShell).catch(() => undefined);
  return shell !== undefined && heedsScript(shell, endTreeScript(tagOf(attemptId), graceSeconds));
}

function startShell(): Shell {
  return spawn('/bin/sh', [], { env: { PATH: '/usr/bin:/bin' }, stdio: ['pipe', 'pipe', 'ignore'] });
}

function heedsScript(shell: Shell, script: string): Promise<boolean> {
  let said = '';
  shell.stdout.on('data', (bytes: Buffer) => {
    said += bytes.toString();
  });
  shell.stdin.on('error', () => {});
  shell.stdin.end(script);
  return new Promise((resolve) => {
    shell.on('close', () => resolve(said.trim() === endTreeSays.gone));
  });
}

async function endGroup(group: number): Promise<void> {
  for (let waitedMs = 0; signalGroup(group, 0) && waitedMs < graceSeconds * 1000; waitedMs += pollMs) {
    await delay(pollMs);
  }
  signalGroup(group, 'SIGKILL');
}

/** False when the group has no process. kill(2): a negative number is a group. */
function signalGroup(group: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-group, name);
  } catch {
    return false;
  }
}
