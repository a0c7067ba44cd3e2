import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fleet } from './fleet.ts';
import type { Contestant } from './measure.ts';

const root = join(import.meta.dirname, '..');

/** How many hosts at once, for everybody. */
export const atOnce = 20;

/** Our command line: the bundle that is published, and the sources as a checkout runs them. */
export function ours(fleet: Fleet, playbook: string): Contestant[] {
  const path = join(fleet.directory, 'playbook.yml');
  writeFileSync(path, playbook);
  const args = ['run', path, '-i', fleet.inventory, '-c', String(atOnce), '--run-dir', fleet.runs];
  return [
    { name: 'aeon-run', command: [process.execPath, join(root, 'bin/aeon-run.js'), ...args] },
    { name: 'aeon-run, from source', command: [process.execPath, join(root, 'src/cli/main.ts'), ...args] },
  ];
}

/** The floor: a loop over the library that we use ourselves, with nothing around it. */
export function bareLoop(fleet: Fleet, job: 'one-command' | 'five-stages', file = ''): Contestant {
  const loop = join(import.meta.dirname, 'ssh2-loop.ts');
  const { hostList, sshd } = fleet;
  const args = [job, hostList, String(sshd.port), sshd.clientKey.path, String(atOnce), file];
  return { name: 'bare ssh2 loop', command: [process.execPath, loop, ...args] };
}
