import { looksSecret } from '../../document/secret-key.ts';
import { mask } from '../../secret/masker.ts';
import type { SecretSource } from '../../secret/source.ts';
import type { Host } from '../host/host.ts';
import type { Inventory } from '../inventory.ts';

/** The chosen hosts and the groups as data. Of a secret only where it comes from. */
export function inventoryJson({ groups }: Inventory, hosts: readonly Host[]) {
  const shown = new Set(hosts.map(({ name }) => name));
  return {
    hosts: hosts.map(hostJson),
    groups: [...groups.values()].map(({ name, hosts, children }) => ({
      name,
      hosts: hosts.filter((host) => shown.has(host)),
      children,
    })),
  };
}

function hostJson({ name, groups, settings, vars }: Host) {
  const { address, port, user, key, agent, become, jump, hostKeys, knownHosts } = settings;
  return {
    name,
    address,
    port,
    user,
    groups,
    'host-keys': hostKeys,
    'known-hosts': knownHosts,
    ...(key !== undefined && { key }),
    ...(agent !== undefined && { agent }),
    ...(jump !== undefined && { jump }),
    ...(settings.password !== undefined && { password: shownSecret(settings.password) }),
    ...(settings.passphrase !== undefined && { passphrase: shownSecret(settings.passphrase) }),
    ...(become !== undefined && {
      become: { ...become, ...(become.password !== undefined && { password: shownSecret(become.password) }) },
    }),
    vars: shownVars(vars),
  };
}

function shownSecret(source: SecretSource): unknown {
  return 'plain' in source || 'age' in source ? mask : source;
}

function shownVars(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shownVars);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, looksSecret(key) ? mask : shownVars(part)]),
  );
}
