import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plug } from './cables.ts';
import { type ClientKeys, type KeyFile, putClientKeys } from './keys.ts';
import { Machine } from './machine.ts';
import { makeMachineDirectory } from './machine-directory.ts';
import type { MachineOptions } from './machine-options.ts';
import { makeNetwork, type Network } from './network.ts';
import { makeOwnedDirectory } from './owned-directory.ts';

/** For all hosts, and for one of them by its name, which wins. */
export interface HostsOptions extends MachineOptions {
  readonly hosts?: Readonly<Record<string, MachineOptions>>;
}

/**
 * Starts small hosts that can really be rebooted, each in namespaces of its own on a network that only they and this
 * machine know. Needs root. Nothing of them outlives this process but files and a bridge, which the sweep removes.
 */
export async function startHosts(names: readonly string[], options: HostsOptions = {}): Promise<Hosts> {
  const { hosts: single = {}, ...common } = options;
  const directory = await makeOwnedDirectory('hosts');
  const hosts = new Hosts(directory, await putClientKeys(directory), await makeNetwork(true));
  try {
    for (const name of names) await hosts.add(name, { ...common, ...single[name] }, isBastion(name, options));
    await hosts.powerOn();
  } catch (error) {
    await hosts[Symbol.asyncDispose]();
    throw error;
  }
  return hosts;
}

function isBastion(name: string, { hosts = {} }: HostsOptions): boolean {
  return Object.values(hosts).some(({ behind }) => behind === name);
}

/** Made by `startHosts`; see there. */
export class Hosts implements AsyncDisposable {
  /** Holds the host keys of the first boot, by address. */
  readonly knownHosts: string;
  /** A key that every account lets in. */
  readonly clientKey: KeyFile;
  /** Likewise, with a passphrase. */
  readonly encryptedKey: KeyFile;
  readonly #directory: string;
  readonly #network: Network;
  readonly #hidden = new Map<string, Network>();
  readonly #machines = new Map<string, Machine>();
  readonly #absent = new Set<string>();

  constructor(directory: string, clientKeys: ClientKeys, network: Network) {
    this.#directory = directory;
    this.#network = network;
    this.knownHosts = join(directory, 'known_hosts');
    this.clientKey = clientKeys.plain;
    this.encryptedKey = clientKeys.encrypted;
  }

  get(name: string): Machine {
    const machine = this.#machines.get(name);
    if (machine === undefined) throw new Error(`there is no host ${name}: name it to startHosts`);
    return machine;
  }

  /** In the order of their names at `startHosts`. */
  [Symbol.iterator](): IterableIterator<Machine> {
    return this.#machines.values();
  }

  /** `startHosts` calls it, in an order where a bastion comes before those behind it. */
  async add(name: string, options: MachineOptions, isABastion: boolean): Promise<void> {
    const at = this.#machines.size + 1;
    const directory = await makeMachineDirectory(name, options, [this.clientKey, this.encryptedKey]);
    const outer = { network: this.#networkFor(name, options), at };
    const inner = isABastion ? await this.#openInner(name, at) : undefined;
    this.#machines.set(name, new Machine({ name, options, directory, outer, ...(inner && { inner }) }));
    if (options.state === 'absent') this.#absent.add(name);
  }

  /** All that are not `absent`. */
  async powerOn(): Promise<void> {
    const present = [...this].filter(({ name }) => !this.#absent.has(name));
    await Promise.all(present.map((machine) => machine.powerOn()));
    const lines = present.map(({ address, hostKey }) => `${address} ${hostKey.publicKey}\n`);
    await writeFile(this.knownHosts, lines.join(''));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this].map((machine) => machine[Symbol.asyncDispose]()));
    for (const network of [this.#network, ...this.#hidden.values()]) await network[Symbol.asyncDispose]();
    await rm(this.#directory, { recursive: true, force: true });
  }

  #networkFor(name: string, { behind }: MachineOptions): Network {
    if (behind === undefined) return this.#network;
    const network = this.#hidden.get(behind);
    if (network === undefined) throw new Error(`${name} is behind ${behind}: name ${behind} before it`);
    return network;
  }

  async #openInner(bastion: string, at: number): Promise<Plug> {
    const network = await makeNetwork(false);
    this.#hidden.set(bastion, network);
    return { network, at };
  }
}
