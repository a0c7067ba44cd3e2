import { codeOf } from '../../result/why.ts';

/** Is there a process of that number? kill(2): signal 0 asks and does nothing. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}
