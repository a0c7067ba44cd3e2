/**
 * `npm run bench [one-command] [five-stages]`: us beside the programs that people use, on real sshd. Needs root. Writes
 * docs/benchmarks.md; with `--quick` it plays one round and only prints, with `--rounds=N` so many.
 */

import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { arrivals, fiveStages } from './five-stages.ts';
import { startFleet } from './fleet.ts';
import { oneCommand } from './one-command.ts';
import { loadNow, type Part, report } from './report.ts';
import { play } from './rounds.ts';
import { table } from './table.ts';

const words = process.argv.slice(2);
const isQuick = words.includes('--quick');
const asked = words.find((word) => word.startsWith('--rounds='))?.slice('--rounds='.length);
const rounds = isQuick ? 1 : Number(asked ?? 7);
const config = ['LogLevel INFO'];

async function one(): Promise<Part> {
  await using fleet = await startFleet(200, { config });
  const scores = await play(oneCommand(fleet), rounds, fleet.directory, async () => {});
  return { title: 'One command on 200 hosts, 20 at once', table: table(scores, 200) };
}

async function five(): Promise<Part> {
  await using fleet = await startFleet(50, { config });
  const scores = await play(fiveStages(fleet), rounds, fleet.directory, async () => {
    await fleet.sshd.dropLinks(); // Ansible's kept connections.
    rmSync(arrivals(fleet), { recursive: true, force: true });
    mkdirSync(arrivals(fleet));
  });
  return { title: 'A file of 1 MB and four commands on 50 hosts, 20 at once', table: table(scores, 50) };
}

execFileSync(join(import.meta.dirname, 'peers.sh'), { stdio: 'inherit' });
const jobs = new Map([
  ['one-command', one],
  ['five-stages', five],
]);
const chosen = [...jobs].filter(([name]) => words.includes(name));
const load = loadNow();
const parts: Part[] = [];
for (const [, job] of chosen.length > 0 ? chosen : jobs) parts.push(await job());
const page = report(parts, rounds, load);
process.stdout.write(page);
if (!isQuick) writeFileSync(join(import.meta.dirname, '../docs/benchmarks.md'), page);
