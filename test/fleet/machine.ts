import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Cables, type Plug } from './cables.ts';
import { type Ended, HostProcess } from './host-process.ts';
import type { KeyFile } from './keys.ts';
import { renewHostKey, writeBoot } from './machine-directory.ts';
import type { MachineOptions } from './machine-options.ts';

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
  #tries = 0;
  #cables: Cables;
  #failure: unknown;
  #earlierLog = '';
  #life: Promise<void> = Promise.resolve();

  constructor(parts: MachineParts) {
    this.name = parts.name;
    this.#parts = parts;
    this.#cables = new Cables(0, parts.outer, parts.inner);
  }

  get address(): string {
    const { network, at } = this.#parts.outer;
    return network.address(at);
  }

  /** The name of the host through which alone it is reached. */
  get behind(): string | undefined {
    return this.#parts.options.behind;
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
    return this.#cables.cut();
  }

  plugCable(): Promise<void> {
    return this.#cables.mend();
  }

  /** All processes are gone at once and nobody on the network is told. It stays off. */
  async pullPower(): Promise<void> {
    this.#power.abort();
    await this.#cables.remove();
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
    const { directory, options, outer, inner } = this.#parts;
    this.#earlierLog = this.log();
    this.#tries += 1;
    this.#cables = new Cables(this.#tries, outer, inner);
    if (this.#boots === 0 || options.onReboot !== 'keeps-boot-id') this.#bootId = randomUUID();
    if (this.#boots === 0 || options.onReboot === 'changes-host-key') {
      this.#hostKey = await renewHostKey(directory);
    }
    await writeBoot(directory, this.#bootFacts());
    const init = join(import.meta.dirname, 'machine-init.sh');
    const namespaces = ['--mount', '--pid', '--net', '--uts', '--ipc'];
    const host = new HostProcess(namespaces, ['bash', init, directory]);
    this.#process = host;
    await host.hear('ready');
    await this.#cables.plugIn(await host.pid());
    await host.tell('network');
    if (options.state !== 'refusing') await this.startSshd();
    if (options.state === 'silent') await this.#cables.swallow();
    this.#boots += 1;
    this.#life = this.#live(host);
  }

  /** Until its end, and what follows a reboot. Never rejects. */
  async #live(host: HostProcess): Promise<void> {
    const { onReboot, bootDelayMs = 300 } = this.#parts.options;
    const signal = await host.ended;
    await this.#cables.remove();
    // reboot(2): in a process namespace a restart ends its init by SIGHUP, a halt by SIGINT.
    if (signal !== 'SIGHUP' || onReboot === 'stays-off') return;
    try {
      await sleep(bootDelayMs, undefined, { signal: this.#power.signal });
      await this.#boot();
    } catch (error) {
      if (!this.#power.signal.aborted) this.#failure = error;
    }
  }

  #bootFacts() {
    const { name, inner, options } = this.#parts;
    const innerAddress = inner?.network.address(inner.at);
    return { name, bootId: this.#bootId, address: this.address, innerAddress, options };
  }

  get #running(): HostProcess {
    if (this.#process === undefined || !this.isOn) throw new Error(`${this.name} is off`);
    return this.#process;
  }
}

function listeners(host: HostProcess): number {
  return host.log.split('Server listening on ').length - 1;
}
