import { TransportError } from '../../src/transport/errors.ts';
import type { Connection, Endpoint, Transport } from '../../src/transport/transport.ts';
import { localConnection } from '../remote/local-connection.ts';

/** Hosts whose commands run here, each with a home of its own; `refuses` are down. */
export function localTransport(
  homeOf: (host: string) => string,
  refuses: ReadonlySet<string> = new Set(),
  asSeen = (connection: Connection) => connection,
): Transport & { readonly connects: Endpoint[] } {
  const connects: Endpoint[] = [];
  return {
    connects,
    connect: async (endpoint): Promise<Connection> => {
      connects.push(endpoint);
      if (refuses.has(endpoint.host))
        throw new TransportError('refused', `${endpoint.host} refused the connection`);
      const home = homeOf(endpoint.host);
      return asSeen(localConnection({ HOME: home, AEON_TMPDIR: home }));
    },
    [Symbol.asyncDispose]: async () => {},
  };
}
