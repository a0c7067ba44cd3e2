import { fileURLToPath } from 'node:url';
import { labBanner } from './banner.ts';
import { fleetNames } from './fleet-names.ts';
import { startLab } from './lab.ts';
import type { Quirk } from './lab-host.ts';

/** A rollout for the hosts of a lab. At the same place from src/lab/ and from the bundle's parts. */
export const demoPlaybook = fileURLToPath(new URL('../../playbooks/demo.yml', import.meta.url));

export interface DemoOptions {
  /** Runs a playbook on the hosts of an inventory, both by their paths. */
  readonly run: (playbook: string, inventory: string) => Promise<number>;
  /** For people: stderr. */
  readonly out: { write(text: string): unknown };
  /** 16 unless told: 3 managers and 13 workers. */
  readonly hosts?: number;
  /** One worker is down, so that a failure can be seen. */
  readonly withFailure?: boolean;
}

/** Starts a lab, runs playbooks/demo.yml on it, and ends the lab. Gives the run's exit code. */
export async function runDemo({ run, out, hosts = 16, withFailure = false }: DemoOptions): Promise<number> {
  await using lab = await startLab({ hosts, quirks: demoQuirks(hosts, withFailure) });
  out.write(labBanner(lab.hosts.size, lab.directory));
  return await run(demoPlaybook, lab.inventoryFile);
}

/** A fleet is never even: two hosts are slow. The one that is down is a worker in the middle, or the last. */
function demoQuirks(hosts: number, withFailure: boolean): Record<string, Quirk> {
  const down = fleetNames(hosts).workers.slice(0, 7).at(-1);
  return {
    m2: { latencyMs: 120 },
    w5: { latencyMs: 250, rebootMs: 5000 },
    ...(withFailure && down !== undefined && { [down]: { isDown: true } }),
  };
}
