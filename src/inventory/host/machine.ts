import type { Host } from './host.ts';

/** What hosts have in common that are one machine: the address, the port, and the way there. `10.0.0.7:22 behind 192.0.2.1:22` */
export function machineOf(host: Host, hosts: ReadonlyMap<string, Host>): string {
  const way = new Set<Host>();
  for (let at: Host | undefined = host; at !== undefined && !way.has(at); at = jumpOf(at, hosts)) way.add(at);
  const places = [...way].map(({ settings }) => `${settings.address.toLowerCase()}:${settings.port}`);
  return places.join(' behind ');
}

function jumpOf({ settings }: Host, hosts: ReadonlyMap<string, Host>): Host | undefined {
  return settings.jump === undefined ? undefined : hosts.get(settings.jump);
}
