import { randomInt } from 'node:crypto';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeDirectories } from '../source/make-directories.ts';
import { type FleetNames, fleetNames } from './fleet-names.ts';
import { inventoryText } from './inventory-text.ts';
import { type LabKey, newKey } from './key.ts';
import { LabHost, type Quirk } from './lab-host.ts';
import { placesFor } from './place.ts';

export interface LabOptions {
  /** How many (3 of them managers), or their names: m1, m2, … are managers, all others workers. */
  readonly hosts: number | readonly string[];
  /** Where the directories of the hosts lie. Without it a temporary one is made, and removed at the end. */
  readonly directory?: string;
  /** By name of the host. */
  readonly quirks?: Readonly<Record<string, Quirk>>;
}

/** A fleet of SSH hosts inside this process. Their commands are really executed, on this machine. */
export interface Lab extends AsyncDisposable {
  readonly directory: string;
  readonly hosts: ReadonlyMap<string, LabHost>;
  /** YAML. */
  inventory(): string;
  /** The same text as a file. */
  readonly inventoryFile: string;
}

/**
 * Starts the hosts; each listens when the promise settles.
 * @throws RangeError when the names are not as they have to be
 */
export async function startLab({ hosts, directory, quirks = {} }: LabOptions): Promise<Lab> {
  const names = fleetNames(hosts);
  const root = await realpath(await makeRoot(directory));
  const clientKey = newKey();
  const started = new Map<string, LabHost>();
  const stop = async () => {
    await Promise.all([...started.values()].map((host) => host[Symbol.asyncDispose]()));
    if (directory === undefined) await rm(root, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    await startHosts(started, names, { root, clientKey, quirks });
    return await describe(root, names, { started, clientKey, stop });
  } catch (error) {
    await stop();
    throw error;
  }
}

async function makeRoot(directory: string | undefined): Promise<string> {
  if (directory === undefined) return mkdtemp(join(tmpdir(), 'aeon-lab-'));
  await makeDirectories(directory, 0o700);
  return directory;
}

interface HostsContext {
  readonly root: string;
  readonly clientKey: LabKey;
  readonly quirks: Readonly<Record<string, Quirk>>;
}

async function startHosts(
  started: Map<string, LabHost>,
  names: FleetNames,
  { root, clientKey, quirks }: HostsContext,
): Promise<void> {
  const lot = randomInt(16_384);
  const all = [...names.managers, ...names.workers];
  for (const [index, name] of all.entries()) {
    const home = join(root, 'hosts', name);
    const quirk = quirks[name] ?? {};
    started.set(name, await LabHost.start({ name, home, clientKey, places: placesFor(index, lot), quirk }));
  }
}

interface StartedFleet {
  readonly started: ReadonlyMap<string, LabHost>;
  readonly clientKey: LabKey;
  readonly stop: () => Promise<void>;
}

async function describe(
  directory: string,
  names: FleetNames,
  { started, clientKey, stop }: StartedFleet,
): Promise<Lab> {
  const keyFile = join(directory, 'client_key');
  const knownHostsFile = join(directory, 'known_hosts');
  const inventoryFile = join(directory, 'inventory.yml');
  const places = new Map([...started].map(([name, { place }]) => [name, place]));
  const text = inventoryText({ names, places, keyFile, knownHostsFile });
  await writeFile(keyFile, clientKey.privateText, { mode: 0o600 });
  await writeFile(knownHostsFile, [...started.values()].map(knownHostsLine).join(''));
  await writeFile(inventoryFile, text);
  return { directory, hosts: started, inventoryFile, inventory: () => text, [Symbol.asyncDispose]: stop };
}

/** sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT". */
function knownHostsLine({ place, publicHostKey }: LabHost): string {
  return `[${place.address}]:${place.port} ${publicHostKey}\n`;
}
