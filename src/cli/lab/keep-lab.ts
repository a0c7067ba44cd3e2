import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { labBanner } from '../../lab/banner.ts';
import { demoPlaybook } from '../../lab/demo.ts';
import { startLab } from '../../lab/lab.ts';
import type { LabRecord, LabRecords } from '../../lab/lab-records.ts';
import { makeDirectories } from '../../source/make-directories.ts';
import type { LabUpOptions } from '../commands/lab.ts';
import { UsageError } from '../exit-code.ts';
import { catchInterrupts } from '../run/interrupt.ts';
import type { World } from '../world.ts';
import { writable } from '../writable.ts';

/** How often it looks whether its record is still there. */
const lookMs = 500;
const pollMs = 50;

/** Keeps the lab up in this process, and leaves nothing behind but a directory that the user named. */
export async function keepLab(
  world: World,
  records: LabRecords,
  { hosts, directory }: LabUpOptions,
): Promise<void> {
  using interrupt = catchInterrupts({
    onFirst: (name) => void world.stderr.write(`\n${name}: the lab goes down\n`),
    onSecond: () => {}, // Its hosts are processes that somebody has to end.
  });
  const root = directory === undefined ? undefined : resolve(world.cwd, directory);
  if (root !== undefined) await writable(makeDirectories(root, 0o700), `the lab in ${root}`, '--directory');
  await using lab = await startLab({ hosts, ...(root !== undefined && { directory: root }) });
  const record: LabRecord = {
    pid: process.pid,
    hosts: lab.hosts.size,
    directory: lab.directory,
    inventory: lab.inventoryFile,
    since: new Date().toISOString(),
  };
  await records.add(record);
  try {
    tell(world, record);
    world.stdout.write('Ctrl-C ends it, and "aeon-run lab down" from elsewhere.\n');
    while (!interrupt.signal.aborted && records.has(record.pid)) {
      await sleep(lookMs, undefined, { signal: interrupt.signal }).catch(() => {});
    }
  } finally {
    await records.remove(record.pid);
  }
}

/** Keeps it up in a process of its own, which outlives this one. */
export async function detachLab(
  world: World,
  records: LabRecords,
  { hosts, directory }: LabUpOptions,
): Promise<void> {
  const [, program = ''] = process.argv;
  const words = ['lab', 'up', '--hosts', String(hosts), ...(directory ? ['--directory', directory] : [])];
  const child = spawn(process.execPath, [program, ...words], {
    cwd: world.cwd,
    env: world.env,
    detached: true,
    stdio: 'ignore',
  });
  const failed = once(child, 'exit');
  let isOver = false;
  failed.then(
    () => (isOver = true),
    () => (isOver = true),
  );
  for (;;) {
    const record = (await records.list()).find(({ pid }) => pid === child.pid);
    if (record !== undefined) {
      tell(world, record);
      world.stdout.write(`It goes on without you: aeon-run lab down ${record.pid} ends it.\n`);
      child.unref();
      return;
    }
    if (isOver) throw new UsageError('the lab did not come up: leave --detach away to see why');
    await sleep(pollMs);
  }
}

function tell({ stdout, stderr }: World, { hosts, directory, inventory }: LabRecord): void {
  stderr.write(labBanner(hosts, directory));
  stdout.write(`Inventory: ${inventory}

Try, for example:
  aeon-run inventory -i ${inventory} --graph
  aeon-run exec -i ${inventory} -l workers -- uptime
  aeon-run ${demoPlaybook} -i ${inventory}

`);
}
