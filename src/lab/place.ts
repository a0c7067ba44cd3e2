import type { Server } from 'node:net';
import { platform } from 'node:os';

/** Where a host of the lab listens. */
export interface Place {
  readonly address: string;
  readonly port: number;
}

const port = 2222;

/**
 * Places to try for a host, best first: an address of its own where all of 127.0.0.0/8 is there (Linux), else a port of its own.
 * All ports lie below the range of outgoing connections: none of those can take the port of a host that reboots, nor
 * meet itself there (a TCP connect to a closed port of that range may be given the same port as its source).
 * @param lot keeps two labs apart; 0 to 16383
 */
export function* placesFor(index: number, lot: number): Generator<Place> {
  if (platform() === 'linux') {
    const third = (2 * (lot % 128) + Math.floor(index / 250)) % 256;
    yield { address: `127.${64 + Math.floor(lot / 128)}.${third}.${1 + (index % 250)}`, port };
  }
  for (let step = 0; step < 10_000; step += 1) {
    yield { address: '127.0.0.1', port: 20_000 + ((lot + index + step) % 10_000) };
  }
}

/** Listens at the first place that is free. Rejects with the last refusal. */
export async function listenAtOne(server: Server, places: Iterable<Place>): Promise<Place> {
  let refusal: unknown = new RangeError('no place to listen was given');
  for (const place of places) {
    try {
      await listenAt(server, place);
      return place;
    } catch (error) {
      refusal = error;
    }
  }
  throw refusal;
}

export function listenAt(server: Server, place: Place): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: place.address, port: place.port }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
