import { type FSWatcher, watch } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { endProcesses } from './end-processes.ts';
import { type HostCommand, runOnChannel } from './host-command.ts';
import { beginBoot, type HostDirectory, hostEnvironment, makeHostDirectory } from './host-directory.ts';
import { type LabKey, newKey } from './key.ts';
import { listenAt, listenAtOne, type Place } from './place.ts';
import { type SshService, sshService } from './ssh-service.ts';

/** How a host differs from a quick and healthy one. */
export interface Quirk {
  /** Before it answers a new connection and before it starts a command. */
  readonly latencyMs?: number;
  /** It refuses all connections. */
  readonly isDown?: boolean;
  /** How long a reboot takes; 2 to 4 s unless told. */
  readonly rebootMs?: number;
}

export interface LabHostOptions {
  readonly name: string;
  readonly home: string;
  readonly clientKey: LabKey;
  readonly places: Iterable<Place>;
  readonly quirk: Quirk;
}

/** Between the command `reboot` and the end of all processes: it may come back to its caller, or not, as on a machine. */
const lastMomentMs = 150;

/** One host: a directory, an SSH server on loopback, and the processes that it started. */
export class LabHost implements AsyncDisposable {
  readonly name: string;
  readonly place: Place;
  /** For known_hosts. */
  readonly publicHostKey: string;
  readonly #directory: HostDirectory;
  readonly #quirk: Quirk;
  readonly #server: Server;
  readonly #service: SshService;
  readonly #sockets = new Set<Socket>();
  readonly #commands = new Set<HostCommand>();
  readonly #stopping = new AbortController();
  #watcher: FSWatcher | undefined;
  #rebooting: Promise<void> | undefined;

  static async start(options: LabHostOptions): Promise<LabHost> {
    const directory = await makeHostDirectory(options.home);
    const server = createServer();
    const place = await listenAtOne(server, options.places);
    return new LabHost(options, directory, server, place);
  }

  private constructor(options: LabHostOptions, directory: HostDirectory, server: Server, place: Place) {
    const hostKey = newKey();
    this.name = options.name;
    this.place = place;
    this.publicHostKey = hostKey.publicLine;
    this.#directory = directory;
    this.#quirk = options.quirk;
    this.#server = server;
    const environment = hostEnvironment(options.name, directory);
    const latencyMs = options.quirk.latencyMs ?? 0;
    this.#service = sshService({
      hostKey,
      clientKey: options.clientKey,
      run: (command, channel) =>
        this.#keep(runOnChannel(command, channel, { directory: directory.home, environment, latencyMs })),
    });
    server.on('connection', (socket) => void this.#welcome(socket));
    if (options.quirk.isDown) server.close();
    else this.#listenToRequests();
  }

  /** Kills all its processes, drops all links, refuses connections for a while, and comes back with another boot id. */
  reboot(): Promise<void> {
    this.#rebooting ??= this.#rebootOnce()
      .catch(() => {}) // Stopped meanwhile.
      .finally(() => {
        this.#rebooting = undefined;
      });
    return this.#rebooting;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort();
    await this.#rebooting;
    await this.#goDown();
  }

  #listenToRequests(): void {
    this.#watcher = watch(this.#directory.requests, (_event, file) => {
      if (file === 'reboot') void this.reboot();
    });
    this.#watcher.on('error', () => {}); // The directory was removed from outside: the host can't reboot any more.
  }

  async #rebootOnce(): Promise<void> {
    const { signal } = this.#stopping;
    await sleep(lastMomentMs, undefined, { signal });
    await this.#goDown();
    await sleep(this.#quirk.rebootMs ?? 2000 + Math.random() * 2000, undefined, { signal });
    await beginBoot(this.#directory);
    signal.throwIfAborted();
    await listenAt(this.#server, this.place);
    this.#listenToRequests();
  }

  async #goDown(): Promise<void> {
    this.#watcher?.close();
    const isClosed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    const groups = [...this.#commands].flatMap(({ group }) => group ?? []);
    await endProcesses(`AEON_LAB_BOOT_ID_FILE=${this.#directory.bootIdFile}`, groups);
    await isClosed;
  }

  async #welcome(socket: Socket): Promise<void> {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    socket.on('error', () => {}); // Told to the SSH server too, once it has it.
    socket.setNoDelay(true);
    const { latencyMs = 0 } = this.#quirk;
    if (latencyMs > 0) await sleep(latencyMs);
    if (!socket.destroyed) this.#service.take(socket);
  }

  #keep(command: HostCommand): HostCommand {
    this.#commands.add(command);
    void command.exited.then(() => this.#commands.delete(command));
    return command;
  }
}
