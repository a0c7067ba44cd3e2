import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { codeOf, whyOf } from '../../result/why.ts';

/**
 * Gives the child once it has begun. Rejects with what hinders it: Node throws some of what spawn(2) says and tells some
 * later, and a child that there are no file descriptors for has no pipes.
 */
export async function beginProcess<Child extends ChildProcess>(spawnChild: () => Child): Promise<Child> {
  const child = spawnChild();
  await once(child, 'spawn');
  return child;
}

/** Why a process did not begin, and what to do. */
export function whyNotBegun(error: unknown): string {
  const code = codeOf(error) ?? '';
  return advice[code] ?? whyOf(error);
}

/** execve(2) and fork(2). */
const advice: Readonly<Record<string, string>> = {
  E2BIG:
    'its env is too large, Linux takes 128 KiB for one variable and about 2 MiB for all of them: hand a large text over in a file',
  EMFILE: 'aeon-run has no file descriptor left: raise "ulimit -n", or lower the concurrency',
  ENFILE: 'this machine has no file descriptor left: end what holds so many, or lower the concurrency',
  EAGAIN: 'no more processes are allowed here: raise "ulimit -u", end some, or lower the concurrency',
  ENOMEM: 'this machine has no memory left for a process: end some, or lower the concurrency',
};
