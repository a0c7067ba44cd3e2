import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Ended, HostProcess } from './host-process.ts';
import { type KeyFile, makeKey } from './keys.ts';
import type { MachineOptions } from './machine-options.ts';
import { expectAnswerFrom, type Network, removeCable, setCable } from './network.ts';

export interface Plug {
  readonly network: Network;
  readonly at: number;
}

export interface MachineParts {
  readonly name: string;
  readonly options: MachineOptions;
  /** See `makeMachineDirectory`. */
  readonly directory: string;
  /** Its first network card. */
  readonly outer: Plug;
  /** A bastion's second one. */
  readonly inner?: Plug;
}

/** A host that boots and reboots: own processes, root, users, network card and boot id. Made by `startHosts`. */
export class Machine implements AsyncDisposable {
  readonly name: string;
  readonly port = 22;
  readonly #parts: MachineParts;
  #power = new AbortController();
  #process: HostProcess | undefined;
  #hostKey: KeyFile | undefined;
  #bootId = '';
  #boots = 0;
  #generation = 0;
  #failure: unknown;
  #earlierLog = '';
  #life: Promise<void> = Promise.resolve();

  constructor(parts: MachineParts) {
    this.name = parts.name;
    this.#parts = parts;
  }

  get address(): string {
    const { network, at } = this.#parts.outer;
    return network.address(at);
  }

  get hostKey(): KeyFile {
    if (this.#hostKey === undefined) throw new Error(`${this.name} has not booted, so it has no host key`);
    return this.#hostKey;
  }

  /** How often it has booted; the first time counts. */
  get boots(): number {
    return this.#boots;
  }

  get bootId(): string {
    return this.#bootId;
  }

  get isOn(): boolean {
    return this.#process?.isRunning ?? false;
  }

  /** What its sshd wrote, over all boots. */
  log(): string {
    return this.#earlierLog + (this.#process?.log ?? '');
  }

  /** Waits until it has booted so often and is ready for logins. */
  async booted(count: number, timeoutMs = 10_000): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    while (this.#boots < count) {
      if (this.#failure !== undefined) throw this.#failure;
      if (performance.now() > deadline)
        throw new Error(`${this.name} booted ${this.#boots} times, not ${count}`);
      await sleep(20);
    }
  }

  /** Shell text as root inside the host, without ssh. */
  exec(command: string): Promise<Ended> {
    return this.#running.exec(command);
  }

  /** The command line of each of its processes but those that look. */
  async processes(): Promise<string[]> {
    const { stdout } = await this.exec('ps -eo pid=,args= --sort=pid');
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => line.trim().replace(/^\d+\s+/, ''));
    return lines.filter((line) => !line.includes('ps -eo pid=,args='));
  }

  /** Nothing listens and all links are gone; commands that they started run on. */
  stopSshd(): Promise<void> {
    return this.#running.tell('stop');
  }

  async startSshd(): Promise<void> {
    const host = this.#running;
    const before = listeners(host);
    await host.tell('start');
    await host.until('listening sshd', () => listeners(host) > before);
  }

  /** All links are gone, new ones are welcome; commands that they started run on. */
  dropLinks(): Promise<void> {
    return this.#running.tell('drop');
  }

  /** From now the network is silent both ways, and all processes run on. */
  pullCable(): Promise<void> {
    return setCable(this.#cable('o'), 'down');
  }

  plugCable(): Promise<void> {
    return setCable(this.#cable('o'), 'up');
  }

  /** All processes are gone at once and nobody on the network is told. It stays off. */
  async pullPower(): Promise<void> {
    this.#power.abort();
    await this.#unplug();
    let life: Promise<void> | undefined;
    while (life !== this.#life) {
      life = this.#life;
      await this.#process?.[Symbol.asyncDispose]();
      await life;
    }
  }

  /** Boots a machine that is off, also for the first time. */
  async powerOn(): Promise<void> {
    if (this.isOn) throw new Error(`${this.name} is on already`);
    this.#power = new AbortController();
    await this.#boot();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.pullPower();
    await rm(this.#parts.directory, { recursive: true, force: true });
  }

  async #boot(): Promise<void> {
    const { directory, options } = this.#parts;
    this.#earlierLog = this.log();
    this.#generation += 1;
    if (this.#boots === 0 || options.onReboot !== 'keeps-boot-id') this.#bootId = randomUUID();
    if (this.#boots === 0 || options.onReboot === 'changes-host-key') await this.#makeHostKey();
    await writeFile(join(directory, 'machine.env'), this.#environment());
    const init = join(import.meta.dirname, 'machine-init.sh');
    const namespaces = ['--mount', '--pid', '--net', '--uts', '--ipc'];
    const host = new HostProcess(namespaces, ['bash', init, directory]);
    this.#process = host;
    await host.hear('ready');
    await this.#plugIn(await host.pid());
    await host.tell('network');
    if (options.state !== 'refusing') await this.startSshd();
    if (options.state === 'silent') await this.#fallSilent();
    this.#boots += 1;
    this.#life = this.#live(host);
  }

  /** Until its end, and what follows a reboot. Never rejects. */
  async #live(host: HostProcess): Promise<void> {
    const { onReboot, bootDelayMs = 300 } = this.#parts.options;
    const signal = await host.ended;
    await this.#unplug();
    // reboot(2): in a process namespace a restart ends its init by SIGHUP, a halt by SIGINT.
    if (signal !== 'SIGHUP' || onReboot === 'stays-off') return;
    try {
      await sleep(bootDelayMs, undefined, { signal: this.#power.signal });
      await this.#boot();
    } catch (error) {
      if (!this.#power.signal.aborted) this.#failure = error;
    }
  }

  async #makeHostKey(): Promise<void> {
    const path = join(this.#parts.directory, 'etc/ssh/host_ed25519');
    await rm(path, { force: true });
    await rm(`${path}.pub`, { force: true });
    this.#hostKey = await makeKey(path);
  }

  /** Shell assignments for machine-init.sh. */
  #environment(): string {
    const { name, inner, options } = this.#parts;
    const { disk, sendsKilobitPerSecond = '' } = options;
    const values = {
      name,
      boot_id: this.#bootId,
      address: this.address,
      inner_address: inner?.network.address(inner.at) ?? '',
      rate: sendsKilobitPerSecond,
      disk_path: disk?.path ?? '',
      disk_size: disk?.sizeKiB ?? '',
      disk_is_full: disk?.isFull === true ? 'yes' : '',
    };
    return Object.entries(values)
      .map(([key, value]) => `${key}='${value}'\n`)
      .join('');
  }

  async #plugIn(pid: number): Promise<void> {
    const { outer, inner } = this.#parts;
    await outer.network.plug(this.#cable('o'), outer.at, pid, 'eth0');
    await inner?.network.plug(this.#cable('i'), inner.at, pid, 'eth1');
  }

  async #unplug(): Promise<void> {
    await removeCable(this.#cable('o'));
    if (this.#parts.inner !== undefined) await removeCable(this.#cable('i'));
  }

  async #fallSilent(): Promise<void> {
    const { network, at } = this.#parts.outer;
    await expectAnswerFrom(network, at);
    await this.pullCable();
  }

  get #running(): HostProcess {
    if (this.#process === undefined || !this.isOn) throw new Error(`${this.name} is off`);
    return this.#process;
  }

  /** Unique over the boots: the kernel takes away the cards of a dead host some time later. At most 15 characters. */
  #cable(kind: 'o' | 'i'): string {
    const { network, at } = this.#parts.outer;
    return `aeon${network.bridge.slice('aeonbr'.length)}.${at}${kind}${this.#generation % 1000}`;
  }
}

function listeners(host: HostProcess): number {
  return host.log.split('Server listening on ').length - 1;
}
