import { stringify } from 'yaml';
import { Hosts } from './namespace-host.ts';
import type { SshdHost } from './sshd.ts';

/** Keys of an inventory file, which win over those that are made from the hosts. */
export interface InventoryMore {
  /** `user: root`, `key`, `known-hosts` and `host-keys: strict` are made; `undefined` takes one away. */
  readonly defaults?: Readonly<Record<string, unknown>>;
  /** By name of the host; `address`, `port` and `jump` are made. */
  readonly hosts?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** As in the file. */
  readonly groups?: Readonly<Record<string, unknown>>;
}

/** The text of an inventory in which each host can be logged in to by key as root. */
export function inventoryOf(fleet: Hosts | SshdHost, more: InventoryMore = {}): string {
  const { hosts = {}, groups } = more;
  const made = fleet instanceof Hosts ? machineHosts(fleet) : loopbackHosts(fleet);
  const defaults = {
    user: 'root',
    key: fleet.clientKey.path,
    'known-hosts': fleet.knownHosts,
    'host-keys': 'strict',
    ...more.defaults,
  };
  const merged = Object.entries(made).map(([name, host]) => [name, { ...host, ...hosts[name] }]);
  return stringify({ defaults, hosts: Object.fromEntries(merged), ...(groups && { groups }) });
}

type HostEntries = Record<string, Record<string, unknown>>;

function machineHosts(fleet: Hosts): HostEntries {
  return Object.fromEntries(
    [...fleet].map(({ name, address, behind }) => [name, { address, ...(behind && { jump: behind }) }]),
  );
}

/** `h1`, `h2`, …: one for each address. */
function loopbackHosts({ addresses, port }: SshdHost): HostEntries {
  return Object.fromEntries(addresses.map((address, at) => [`h${at + 1}`, { address, port }]));
}
