import type { Host } from '../../inventory/host/host.ts';
import { foldHosts } from '../../inventory/select/fold-hosts.ts';
import { SecretFailure } from '../../secret/resolve.ts';
import type { SecretSource } from '../../secret/source.ts';
import { TransportError } from '../../transport/errors.ts';
import type { KeyFiles } from '../../transport/ssh/login/key-files.ts';
import type { SecretFailures } from './secret-failures.ts';

export interface KeyCheck {
  readonly failures: SecretFailures;
  readonly resolve: (source: SecretSource) => Promise<string>;
  /** Holds those that were read: the login needs them again. */
  readonly keys: KeyFiles;
  /** Those that are tried where a host names no credential. */
  readonly defaultKeys: readonly string[];
}

/** Whether each host can be logged in to at all: a key file without which that is not so has to be one that can be used. */
export async function checkKeyFiles(hosts: readonly Host[], check: KeyCheck): Promise<void> {
  const { failures, defaultKeys, keys } = check;
  const needed = new Map<string, Host>();
  const without: Host[] = [];
  for (const host of hosts) {
    const { key, passphrase, agent, password } = host.settings;
    if (agent !== undefined || password !== undefined) continue;
    const name = JSON.stringify([key, passphrase]);
    if (key === undefined) without.push(host);
    else if (!needed.has(name)) needed.set(name, host);
  }
  for (const host of needed.values()) {
    const { key = '', passphrase } = host.settings;
    const loading = loadKey(keys, key, passphrase === undefined ? undefined : check.resolve(passphrase));
    await failures.note(loading, () => host.origins.get('settings.key')?.place);
  }
  if (without.length > 0 && defaultKeys.length === 0) {
    await failures.note(Promise.reject(noCredential(without)), () => undefined);
  }
}

/** A passphrase that cannot be had has been told already. */
async function loadKey(keys: KeyFiles, path: string, resolving: Promise<string> | undefined): Promise<void> {
  const passphrase = await resolving?.catch(() => undefined);
  if (resolving !== undefined && passphrase === undefined) return;
  try {
    await keys.load(path, passphrase);
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    throw new SecretFailure(`${error.message.replace(/^the/, 'The')}.`);
  }
}

function noCredential(hosts: readonly Host[]): SecretFailure {
  const names = foldHosts(hosts.map(({ name }) => name)).join(',');
  return new SecretFailure(
    `Nothing to log in to ${names} with: the inventory names no key, agent or password, and there is no key in ~/.ssh. Set key: in the inventory, or give --key or -k (--ask-password).`,
  );
}
