import type { FleetNames } from './fleet-names.ts';
import type { Place } from './place.ts';

export interface InventoryFacts {
  readonly names: FleetNames;
  readonly places: ReadonlyMap<string, Place>;
  /** Absolute. */
  readonly keyFile: string;
  readonly knownHostsFile: string;
}

/** The inventory of a lab in YAML: the groups `managers` and `workers`, each host with its address. */
export function inventoryText({ names, places, keyFile, knownHostsFile }: InventoryFacts): string {
  return `# The hosts of a lab. None is a machine: their commands run on THIS one, each in a directory of its own.
defaults:
  user: lab
  key: ${quoted(keyFile)}
  known-hosts: ${quoted(knownHostsFile)}
  host-keys: strict
groups:
${group('managers', names.managers, places)}${group('workers', names.workers, places)}`;
}

function group(name: string, hosts: readonly string[], places: ReadonlyMap<string, Place>): string {
  if (hosts.length === 0) return '';
  const lines = hosts.map((host) => {
    const place = places.get(host);
    return place === undefined ? '' : `      ${host}: { address: ${place.address}, port: ${place.port} }\n`;
  });
  return `  ${name}:\n    hosts:\n${lines.join('')}    vars: { role: ${name.slice(0, -1)} }\n`;
}

/** JSON strings are YAML strings in double quotes (YAML 1.2.2 section 1.3). */
function quoted(path: string): string {
  return JSON.stringify(path);
}
