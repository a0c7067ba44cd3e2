import type { Timers } from '../../remote/time/timers.ts';
import { TransportError } from '../../transport/errors.ts';
import type { Connection, Endpoint, Transport } from '../../transport/transport.ts';
import { CredentialBreaker } from '../credentials/credential-breaker.ts';
import { RestingLinks } from './resting-links.ts';

export interface ConnectionsParts {
  readonly transport: Transport;
  /** Resolves the host's secrets. Rejects with a TransportError when one is not to be had. */
  readonly endpointOf: (host: string) => Promise<Endpoint>;
  /** Which stage after `stageId` will use the host next; undefined when none will. */
  readonly nextStage: (host: string, stageId: string) => number | undefined;
  /** Done with each new link before anybody else uses it. Rejects with a TransportError where it must not be used. */
  readonly onNewLink?: (host: string, connection: Connection, signal: AbortSignal) => Promise<void>;
  /** How many links may be kept; those in use count but are not touched. Without end unless told. */
  readonly mostKept?: number;
  /** Those of the system unless told. */
  readonly timers?: Timers;
}

export interface Limits {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * One link a host, kept until its last stage and renewed when it was lost. Where there are more hosts than links may be
 * kept, some are given back between stages (docs/decisions/0006-which-links-are-kept.md).
 */
export class Connections implements AsyncDisposable {
  readonly #parts: ConnectionsParts;
  readonly #breaker: CredentialBreaker;
  readonly #kept = new Map<string, Connection>();
  readonly #coming = new Map<string, Promise<Connection>>();
  readonly #holds = new Map<string, number>();
  /** Hosts that have a part in a stage after the one that uses them. */
  readonly #wanted = new Set<string>();
  readonly #resting = new RestingLinks();
  readonly #closing = new Set<Promise<void>>();

  constructor(parts: ConnectionsParts) {
    this.#parts = parts;
    this.#breaker = new CredentialBreaker(parts.timers);
  }

  /** Rejects with a TransportError, or with the signal's reason. */
  get(host: string, limits: Limits): Promise<Connection> {
    const kept = this.#kept.get(host);
    if (kept?.isUsable) return Promise.resolve(kept);
    const coming = this.#coming.get(host) ?? this.#connect(host, limits);
    this.#coming.set(host, coming);
    return coming;
  }

  /** One beside the link that is kept, for its caller to dispose of. Rejects as `get` does. */
  async another(host: string, limits: Limits): Promise<Connection> {
    const endpoint = await this.#parts.endpointOf(host);
    return this.#parts.transport.connect(endpoint, { ...limits, aroundLogin: this.#breaker.guard });
  }

  /** Whether a link is kept that looks alive; one that the host or a firewall has closed may look so until it is used. */
  isKept(host: string): boolean {
    return this.#kept.get(host)?.isUsable ?? false;
  }

  /** While it is not disposed of, the host's link is in use by this stage. */
  hold(host: string, stageId: string): Disposable {
    this.#holds.set(host, (this.#holds.get(host) ?? 0) + 1);
    this.#resting.remove(host);
    if (this.#parts.nextStage(host, stageId) === undefined) this.#wanted.delete(host);
    else this.#wanted.add(host);
    const kept = this.#kept.get(host);
    if (kept !== undefined) this.#tellAhead(host, kept);
    return {
      [Symbol.dispose]: () => {
        const left = (this.#holds.get(host) ?? 1) - 1;
        if (left > 0) this.#holds.set(host, left);
        else {
          this.#holds.delete(host);
          this.#rest(host, stageId);
        }
      },
    };
  }

  /** Lets go of the host's link, if there is one. */
  async drop(host: string): Promise<void> {
    const kept = this.#kept.get(host);
    this.#kept.delete(host);
    await kept?.[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled(this.#coming.values());
    await Promise.all([...this.#kept.keys()].map((host) => this.drop(host)));
    await Promise.all(this.#closing);
  }

  #tellAhead(host: string, connection: Connection): void {
    connection.opensAhead = this.#wanted.has(host);
  }

  /** Nobody uses the link now. */
  #rest(host: string, stageId: string): void {
    if (!this.#kept.has(host)) return;
    const next = this.#parts.nextStage(host, stageId);
    if (next !== undefined) this.#resting.add(host, next);
    const { mostKept = Number.POSITIVE_INFINITY } = this.#parts;
    if (next === undefined) this.#giveBack(host);
    else if (this.#kept.size > mostKept) this.#giveBack(this.#resting.leastUrgent(next) ?? host);
  }

  #giveBack(host: string): void {
    this.#resting.remove(host);
    const closing = this.drop(host).finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
  }

  async #connect(host: string, limits: Limits): Promise<Connection> {
    try {
      await this.drop(host);
      const connection = await this.another(host, limits);
      await this.#welcome(host, connection, limits.signal);
      this.#tellAhead(host, connection);
      this.#kept.set(host, connection);
      return connection;
    } catch (error) {
      throw limits.signal.aborted && !(error instanceof TransportError) ? limits.signal.reason : error;
    } finally {
      this.#coming.delete(host);
    }
  }

  async #welcome(host: string, connection: Connection, signal: AbortSignal): Promise<void> {
    try {
      await this.#parts.onNewLink?.(host, connection, signal);
    } catch (error) {
      await connection[Symbol.asyncDispose]();
      throw error;
    }
  }
}
