import type { ConnectionSettings, Host } from '../../inventory/host/host.ts';
import type { SecretSource } from '../../secret/source.ts';
import type { Credential, Endpoint } from '../../transport/transport.ts';

export interface EndpointParts {
  readonly hosts: ReadonlyMap<string, Host>;
  /** The text of a secret; rejects when it is not to be had. */
  readonly resolve: (source: SecretSource) => Promise<string>;
  /** Key files to try for hosts that name no credential, as ssh(1) does. */
  readonly defaultKeys: readonly string[];
}

/** Where a host is and how to log in there, with its secrets resolved and its jump hosts. */
export async function makeEndpoint(name: string, parts: EndpointParts): Promise<Endpoint> {
  const host = parts.hosts.get(name);
  if (host === undefined) throw new Error(`the plan has a host that the inventory lacks: ${name}`);
  const { settings } = host;
  const { address, port, user, hostKeys, knownHosts, jump } = settings;
  return {
    host: name,
    address,
    port,
    user,
    credentials: await credentialsOf(settings, parts),
    hostKeys,
    knownHosts,
    ...(jump !== undefined && { jump: await makeEndpoint(jump, parts) }),
  };
}

/** The key before the agent before the password, which leaves the controller. */
async function credentialsOf(settings: ConnectionSettings, parts: EndpointParts): Promise<Credential[]> {
  const { key, passphrase, agent, password } = settings;
  const credentials: Credential[] = [];
  if (key !== undefined) {
    const resolved = passphrase === undefined ? {} : { passphrase: await parts.resolve(passphrase) };
    credentials.push({ kind: 'key', path: key, ...resolved });
  }
  if (agent !== undefined) credentials.push({ kind: 'agent', socket: agent });
  if (password !== undefined) credentials.push({ kind: 'password', password: await parts.resolve(password) });
  if (credentials.length > 0) return credentials;
  return parts.defaultKeys.map((path) => ({ kind: 'key', path }));
}
