/**
 * `npm run bench [one-command] [five-stages] [files]`: us beside the programs that people use, on real sshd. Needs root. Writes
 * docs/benchmarks.md; with `--quick` it plays one round and only prints, with `--rounds=N` so many.
 */

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emptyArrivals } from './arrivals.ts';
import { bigFile, smallFiles } from './files.ts';
import { fiveStages } from './five-stages.ts';
import { startFleet } from './fleet.ts';
import type { Contestant } from './measure.ts';
import { oneCommand } from './one-command.ts';
import { loadNow, type Part, report } from './report.ts';
import { play } from './rounds.ts';
import { table } from './table.ts';

const words = process.argv.slice(2);
const isQuick = words.includes('--quick');
const asked = words.find((word) => word.startsWith('--rounds='))?.slice('--rounds='.length);
const rounds = isQuick ? 1 : Number(asked ?? 7);
// The test hosts have a directory of their own for evidence; here it lies where root's lies on any host.
const config = ['LogLevel INFO', 'SetEnv AEON_TMPDIR=/dev/shm'];

async function one(): Promise<Part[]> {
  await using fleet = await startFleet(200, { config });
  const scores = await play(oneCommand(fleet), rounds, fleet.directory, async () => {});
  return [{ title: 'One command on 200 hosts, 20 at once', table: table(scores, 200) }];
}

async function five(): Promise<Part[]> {
  await using fleet = await startFleet(50, { config });
  const scores = await play(fiveStages(fleet), rounds, fleet.directory, async () => {
    await fleet.sshd.dropLinks(); // Ansible's kept connections.
    emptyArrivals(fleet);
  });
  const title = 'A file of 1 MB and four commands on 50 hosts, 20 at once';
  return [{ title, table: table(scores, 50) }];
}

async function files(): Promise<Part[]> {
  await using fleet = await startFleet(1, { config });
  const played = async (contestants: Contestant[]) =>
    table(await play(contestants, rounds, fleet.directory, async () => emptyArrivals(fleet)), 1);
  return [
    { title: 'A file of 300 MB to one host', table: await played(bigFile(fleet)) },
    { title: 'A directory of 1,000 files of 4 kB to one host', table: await played(smallFiles(fleet)) },
  ];
}

execFileSync(join(import.meta.dirname, 'peers.sh'), { stdio: 'inherit' });
const jobs = new Map([
  ['one-command', one],
  ['five-stages', five],
  ['files', files],
]);
const chosen = [...jobs].filter(([name]) => words.includes(name));
const load = loadNow();
const parts: Part[] = [];
for (const [, job] of chosen.length > 0 ? chosen : jobs) parts.push(...(await job()));
const page = report(parts, rounds, load);
process.stdout.write(page);
if (!isQuick) writeFileSync(join(import.meta.dirname, '../docs/benchmarks.md'), page);
