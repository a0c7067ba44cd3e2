/** `npm run bench`: us beside the programs that people use, on real sshd. `--quick`: one round, nothing is written. */

import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { arrivals, fiveStages } from './five-stages.ts';
import { startFleet } from './fleet.ts';
import { oneCommand } from './one-command.ts';
import { play } from './rounds.ts';
import { table } from './table.ts';

const isQuick = process.argv.includes('--quick');
const only = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const rounds = isQuick ? 1 : 7;
execFileSync(join(import.meta.dirname, 'peers.sh'), { stdio: 'inherit' });

async function one(): Promise<string> {
  await using fleet = await startFleet(200, { config: ['LogLevel INFO'] });
  const scores = await play(oneCommand(fleet), rounds, fleet.directory, async () => {});
  return table(scores, 200);
}

async function five(): Promise<string> {
  await using fleet = await startFleet(50, { config: ['LogLevel INFO'] });
  const scores = await play(fiveStages(fleet), rounds, fleet.directory, async () => {
    await fleet.sshd.dropLinks(); // Ansible's kept connections.
    rmSync(arrivals(fleet), { recursive: true, force: true });
    mkdirSync(arrivals(fleet));
  });
  return table(scores, 50);
}
const jobs = { one, five };
for (const [name, job] of Object.entries(jobs))
  if (only.length === 0 || only.includes(name)) console.log(await job());
