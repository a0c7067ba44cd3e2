import { TransportError } from '../errors.ts';
import type { AroundLogin, Connection, ConnectLimits, Endpoint, Transport } from '../transport.ts';
import { Deadline } from './deadline.ts';
import { dial, type Shared } from './dial.ts';
import { Gate } from './gate.ts';
import { HostKeyCheck } from './host-keys/check.ts';
import { KnownHostsFiles } from './host-keys/known-hosts-files.ts';
import { JumpHosts } from './jump-hosts.ts';
import type { Keepalive } from './keepalive.ts';
import { loadProofs } from './login/credentials.ts';
import { KeyFiles } from './login/key-files.ts';
import { Pace } from './pace.ts';
import { SshConnection } from './ssh-connection.ts';

/** For all users of the machine: sshd(8), SSH_KNOWN_HOSTS FILE FORMAT. */
export const systemKnownHosts = '/etc/ssh/ssh_known_hosts';

export interface SshOptions {
  /** Where hosts are looked up that name no files, and the first of them is where new keys go; the system's unless told. */
  readonly knownHosts?: readonly string[];
  /** With what was read before. */
  readonly keys?: KeyFiles;
  /** Every 15 s, 3 times, unless told; `false` is never. */
  readonly keepalive?: Keepalive | false;
  /** How many key exchanges may be under way at once; 20 unless told. More would only time out for want of CPU. */
  readonly mostKeyExchanges?: number;
  /**
   * How many logins may be under way at once to one address and port; 8 unless told, as sshd's MaxStartups begins to drop
   * at 10, and fewer while a server drops all the same.
   */
  readonly mostLoginsPerAddress?: number;
  /** How many may be under way through one jump host, with what is before them; 64 unless told. */
  readonly mostLoginsPerJump?: number;
}

/** Reaches hosts over SSH. Nothing is contacted before `connect`. */
export function sshTransport(options: SshOptions = {}): Transport {
  return new SshTransport(options);
}

class SshTransport implements Transport {
  readonly #knownHostsPaths: readonly string[];
  readonly #keepalive: Keepalive | undefined;
  readonly #knownHosts = new KnownHostsFiles();
  readonly #keys: KeyFiles;
  readonly #jumps: JumpHosts;
  readonly #shared: Shared;
  readonly #connections = new Set<SshConnection>();
  readonly #closing = new AbortController();
  readonly #connecting = new Set<Promise<unknown>>();

  constructor(options: SshOptions) {
    const {
      knownHosts = [systemKnownHosts],
      keys = new KeyFiles(),
      keepalive,
      mostKeyExchanges = 20,
    } = options;
    const { mostLoginsPerAddress = 8, mostLoginsPerJump = 64 } = options;
    this.#knownHostsPaths = knownHosts;
    this.#keys = keys;
    this.#keepalive = keepalive === false ? undefined : (keepalive ?? { intervalMs: 15_000, count: 3 });
    const { signal } = this.#closing;
    this.#jumps = new JumpHosts((jump, limits) => this.#track(jump, { ...limits, signal }));
    this.#shared = {
      jumps: this.#jumps,
      keyExchanges: new Gate(mostKeyExchanges),
      logins: new Pace(mostLoginsPerAddress),
      loginsThroughJumps: new Pace(mostLoginsPerJump),
    };
  }

  connect(endpoint: Endpoint, limits: ConnectLimits): Promise<Connection> {
    return this.#track(endpoint, limits);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort(new TransportError('lost_before_start', 'the transport was closed'));
    await Promise.allSettled(this.#connecting);
    // Hosts before their jump hosts, so that they hear a farewell too.
    const jumps = await this.#jumps.connected();
    const others = [...this.#connections].filter((connection) => !jumps.has(connection));
    await Promise.all(others.map((connection) => connection[Symbol.asyncDispose]()));
    await Promise.all([...jumps].map((connection) => connection[Symbol.asyncDispose]()));
  }

  async #track(endpoint: Endpoint, limits: ConnectLimits): Promise<SshConnection> {
    const work = this.#connect(endpoint, limits);
    this.#connecting.add(work);
    try {
      const connection = await work;
      this.#connections.add(connection);
      void connection.lost.then(() => this.#connections.delete(connection));
      return connection;
    } finally {
      this.#connecting.delete(work);
    }
  }

  async #connect(
    endpoint: Endpoint,
    { timeoutMs, signal, aroundLogin = simply }: ConnectLimits,
  ): Promise<SshConnection> {
    const stop = AbortSignal.any([signal, this.#closing.signal]);
    stop.throwIfAborted();
    const proofs = await loadProofs(endpoint, this.#keys);
    const hostKey = await HostKeyCheck.prepare(endpoint, this.#knownHostsPaths, this.#knownHosts);
    using deadline = new Deadline(timeoutMs, stop);
    const keepaliveMs = this.#keepalive?.intervalMs ?? 0;
    const link = await aroundLogin(endpoint, (beforeLogin) =>
      dial({ endpoint, hostKey, proofs, keepaliveMs, beforeLogin, aroundLogin }, this.#shared, deadline),
    );
    return new SshConnection(link, endpoint, this.#keepalive);
  }
}

const simply: AroundLogin = (_endpoint, logIn) => logIn(async () => {});
