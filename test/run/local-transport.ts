import { TransportError } from '../../src/transport/errors.ts';
import type { Channel, Connection, Endpoint, Transport } from '../../src/transport/transport.ts';
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

/** So many channels of each link are as always; further ones are what `next` makes of them. */
export function afterChannels(
  howMany: number,
  next: () => Promise<Channel>,
): (connection: Connection) => Connection {
  return (connection) => {
    let count = 0;
    const open: Connection['open'] = (...args) => {
      count += 1;
      return count <= howMany ? connection.open(...args) : next();
    };
    return { ...connection, open };
  };
}
