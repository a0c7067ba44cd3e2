import type { Credential, Endpoint } from '../../src/transport/transport.ts';
import type { SshdHost } from '../fleet/sshd.ts';

/** Root by key, strict about the host's key. */
export function endpointOf(host: SshdHost, changes: Partial<Endpoint> = {}): Endpoint {
  return {
    host: 'm1',
    address: host.address,
    port: host.port,
    user: 'root',
    credentials: [keyOf(host)],
    hostKeys: 'strict',
    knownHosts: [host.knownHosts],
    ...changes,
  };
}

export function keyOf(host: SshdHost): Credential {
  return { kind: 'key', path: host.clientKey.path };
}
