import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { isRunning } from '../../../src/run/lock/is-running.ts';

it('tells a process that lives from one that has ended, also where its parent never asks how', async () => {
  expect(isRunning(process.pid)).toBe(true);
  expect(isRunning(1)).toBe(true);
  expect(isRunning(2 ** 22 + 1)).toBe(false); // More than the kernel gives out, proc_sys_kernel(5).
  const parent = spawn('sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 60'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    const [line] = await once(parent.stdout, 'data');
    const child = Number(String(line));
    expect(isRunning(child)).toBe(true);
    await expect.poll(() => isRunning(child), { timeout: 5000 }).toBe(false);
    expect(() => process.kill(child, 0)).not.toThrow(); // Its number is still taken.
  } finally {
    parent.kill('SIGKILL');
  }
});
