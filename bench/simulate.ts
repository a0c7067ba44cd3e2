/**
 * How the engine scales, without a network: `node bench/simulate.ts [--dead]`. Five commands on 1,000 to 10,000 simulated
 * hosts, each size in a process of its own, so that its memory is its own. Events go where a run's go but to no disk.
 */

import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { loadInventories } from '../src/inventory/load.ts';
import { makePlan } from '../src/plan/make-plan.ts';
import { loadPlaybook } from '../src/playbook/load.ts';
import { loadModel } from '../src/simulate/model/load.ts';
import { rehearse } from '../src/simulate/rehearse.ts';
import { localFiles } from '../src/source/local-files.ts';

const { values } = parseArgs({
  options: {
    hosts: { type: 'string' },
    concurrency: { type: 'string', default: '200' },
    dead: { type: 'boolean', default: false },
  },
});

if (values.hosts !== undefined) await measure(Number(values.hosts));
else compare();

/** Prints a line for each size. */
function compare(): void {
  console.log('  hosts   wall     CPU   CPU/task   peak RSS   virtual time');
  for (const hosts of [1, 1000, 2000, 5000, 10_000]) {
    const words = ['--hosts', String(hosts), '--concurrency', values.concurrency];
    spawnSync(process.execPath, [import.meta.filename, ...words, ...(values.dead ? ['--dead'] : [])], {
      stdio: 'inherit',
    });
  }
}

async function measure(hosts: number): Promise<void> {
  const { plan, inventory, model } = fleetOf(hosts);
  const startedMs = performance.now();
  const startCpu = process.cpuUsage();
  const { results } = await rehearse({
    mask: (text) => text,
    ...{ plan, hosts: inventory.hosts, model, seed: 1, version: 'bench' },
    directory: { id: 'bench', path: 'bench' },
    signal: new AbortController().signal,
  });
  const wallMs = performance.now() - startedMs;
  const { user, system } = process.cpuUsage(startCpu);
  const cpuMs = (user + system) / 1000;
  const rss = process.resourceUsage().maxRSS / 1024;
  console.log(
    [
      String(hosts).padStart(7),
      `${(wallMs / 1000).toFixed(2)} s`.padStart(8),
      `${(cpuMs / 1000).toFixed(2)} s`.padStart(8),
      `${((cpuMs * 1000) / (hosts * 5)).toFixed(0)} µs`.padStart(9),
      `${rss.toFixed(0)} MB`.padStart(9),
      `${results.results()?.duration_seconds} s`.padStart(12),
    ].join(' '),
  );
}

function fleetOf(hosts: number) {
  const files = new Map([
    ['/bench/inventory.yml', `hosts: ["w[1-${hosts}]"]\n`],
    [
      '/bench/playbook.yml',
      `hosts: all
defaults: { concurrency: ${values.concurrency} }
stages:
  - exec: systemctl stop agent
  - exec: ./install --name {{host.name}}
  - exec: systemctl start agent
  - exec: systemctl is-active agent
  - exec: cat /etc/agent/release
`,
    ],
  ]);
  const bytes = (path: string) => Buffer.from(files.get(path) ?? '');
  const io = { readFile: bytes, listDirectory: () => undefined, mode: () => undefined };
  const loaded = loadInventories(['/bench/inventory.yml'], { ...io, cwd: '/', home: '/', user: 'bench' });
  const { playbook } = loadPlaybook('/bench/playbook.yml', bytes('/bench/playbook.yml'));
  const { inventory } = loaded;
  if (playbook === undefined || inventory === undefined)
    throw new Error('the fleet of the bench is malformed');
  const { plan } = makePlan({ playbook, inventory, extraVars: {}, files: localFiles });
  const dead = values.dead ? 'hosts: [{ down: { chance: 30%, as: timeout } }]' : '{}';
  const { model } = loadModel('model.yml', dead, inventory);
  if (plan === undefined || model === undefined) throw new Error('the plan of the bench is malformed');
  return { plan, inventory, model };
}
