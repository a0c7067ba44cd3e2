import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { between, claim } from './claim.ts';

const run = promisify(execFile);

/** A bridge with a /24 of 10.213.0.0/16 that no other process of the fleet has. */
export interface Network extends AsyncDisposable {
  readonly bridge: string;
  /** `10.213.7.12` for 12. */
  address(at: number): string;
  /** Puts a new network card named `card` into the network namespace of a process; `at` gives its hardware address. */
  plug(cable: string, at: number, pid: number, card: string): Promise<void>;
}

/** `isReachable`: from here; else only hosts that are plugged in reach each other, and we get "no route". */
export async function makeNetwork(isReachable: boolean): Promise<Network> {
  const claimed = await claim('network', () => `10.213.${between(0, 255)}`);
  const number = claimed.name.split('.')[2] ?? '';
  const bridge = `aeonbr${number}`;
  await run('ip', ['link', 'add', bridge, 'type', 'bridge']);
  await run('ip', ['link', 'set', bridge, 'up']);
  // Without the second, packets for a hidden network would leave this machine by its default route.
  if (isReachable) await run('ip', ['address', 'add', `${claimed.name}.254/24`, 'dev', bridge]);
  else await run('ip', ['route', 'add', 'unreachable', `${claimed.name}.0/24`]);
  return {
    bridge,
    address: (at) => `${claimed.name}.${at}`,
    plug: async (cable, at, pid, card) => {
      // The same hardware address at each boot, as a real card has: else the old one is asked for a while.
      const hardware = ['02', '00', '0a', hex(Number(number)), '00', hex(at)].join(':');
      const peer = ['peer', 'name', card, 'address', hardware, 'netns', String(pid)];
      await run('ip', ['link', 'add', cable, 'type', 'veth', ...peer]);
      await run('ip', ['link', 'set', cable, 'master', bridge, 'up']);
    },
    [Symbol.asyncDispose]: async () => {
      await run('ip', ['link', 'del', bridge]);
      if (!isReachable) await run('ip', ['route', 'del', 'unreachable', `${claimed.name}.0/24`]);
      await claimed[Symbol.asyncDispose]();
    },
  };
}

/** A pulled cable carries nothing, and nobody is told. */
export async function setCable(cable: string, state: 'up' | 'down'): Promise<void> {
  await run('ip', ['link', 'set', cable, state]);
}

/** Gone already is as good. */
export async function removeCable(cable: string): Promise<void> {
  await run('ip', ['link', 'del', cable]).catch(() => {});
}

/** We keep sending to a host that does not answer, as through a router: no "no route to host" after a while. */
export async function expectAnswerFrom(network: Network, at: number): Promise<void> {
  const neighbour = ['neigh', 'replace', network.address(at), 'lladdr', '02:00:00:00:00:01'];
  await run('ip', [...neighbour, 'dev', network.bridge, 'nud', 'permanent']);
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
