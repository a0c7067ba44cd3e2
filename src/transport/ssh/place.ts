import type { Endpoint } from '../transport.ts';

/** How messages name a host: `m1 (10.0.0.7:22)`. */
export function placeOf({ host, address, port }: Pick<Endpoint, 'host' | 'address' | 'port'>): string {
  const where = `${address.includes(':') ? `[${address}]` : address}:${port}`;
  return host === address ? where : `${host} (${where})`;
}
