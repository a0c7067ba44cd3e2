import { setTimeout as sleep } from 'node:timers/promises';
import type { KnownLab, LabRecords } from '../../lab/lab-records.ts';
import { isRunning } from '../../run/lock/is-running.ts';

const pollMs = 100;
const longestMs = 15_000;

/**
 * Ends a lab by taking its record away: it sees that, ends its hosts and goes. No signal is sent, since the process of that
 * number may be another one by now. Gives a sentence for the user.
 */
export async function endLab(records: LabRecords, { pid, directory, isUp }: KnownLab): Promise<string> {
  await records.remove(pid);
  if (!isUp) return `lab ${pid} was gone already; what it has left lies in ${directory}`;
  for (let waitedMs = 0; waitedMs < longestMs; waitedMs += pollMs) {
    if (!isRunning(pid)) return `lab ${pid} is down`;
    await sleep(pollMs);
  }
  return `lab ${pid} was told to go down, and its process is still there: look at it with "ps ${pid}"`;
}
