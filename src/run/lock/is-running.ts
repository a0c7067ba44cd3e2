import { readFileSync } from 'node:fs';
import { codeOf } from '../../result/why.ts';

/** Does the process of that number live? kill(2): signal 0 asks and does nothing. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (codeOf(error) !== 'EPERM') return false;
  }
  return !hasEnded(pid);
}

/** Of one whose parent has not asked how it ended, and perhaps never will, there is a number and nothing else. */
function hasEnded(pid: number): boolean {
  const [state = ''] = processFacts(pid) ?? [];
  return state === 'Z' || state === 'X';
}

/** What stands behind the name in proc_pid_stat(5): the third field and those after it. Undefined where nobody can know. */
export function processFacts(pid: number): readonly string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
