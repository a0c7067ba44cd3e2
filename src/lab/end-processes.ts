import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Kills all that runs on a host of the lab: the groups of its running commands and, where there is /proc, whatever
 * carries `mark` (`NAME=value`) in its environment. Looks again until nothing is left, a second at the most.
 */
export async function endProcesses(mark: string, groups: Iterable<number>): Promise<void> {
  for (const group of groups) kill(-group);
  for (let round = 0; round < 50; round += 1) {
    const living = await carriers(mark);
    if (living.length === 0) return;
    for (const pid of living) kill(pid);
    await sleep(20);
  }
}

/** Process ids by environment: proc_pid_environ(5). Those of other users and those that end meanwhile cannot be read. */
async function carriers(mark: string): Promise<number[]> {
  const names = await readdir('/proc').catch(() => []);
  const pids = names.filter((name) => /^\d+$/.test(name)).map(Number);
  const isCarrier = await Promise.all(pids.map((pid) => carries(pid, mark)));
  return pids.filter((_pid, index) => isCarrier[index]);
}

async function carries(pid: number, mark: string): Promise<boolean> {
  const environment = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
  return environment.split('\0').includes(mark);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
}
