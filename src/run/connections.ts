import { TransportError } from '../transport/errors.ts';
import type { Connection, Endpoint, Transport } from '../transport/transport.ts';
import { CredentialBreaker } from './credential-breaker.ts';

export interface ConnectionsParts {
  readonly transport: Transport;
  /** Resolves the host's secrets. Rejects with a TransportError when one is not to be had. */
  readonly endpointOf: (host: string) => Promise<Endpoint>;
}

export interface Limits {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** One link a host, kept for the whole run and renewed when it was lost. */
export class Connections implements AsyncDisposable {
  readonly #parts: ConnectionsParts;
  readonly #breaker = new CredentialBreaker();
  readonly #kept = new Map<string, Connection>();
  readonly #coming = new Map<string, Promise<Connection>>();

  constructor(parts: ConnectionsParts) {
    this.#parts = parts;
  }

  /** Rejects with a TransportError, or with the signal's reason. */
  get(host: string, limits: Limits): Promise<Connection> {
    const kept = this.#kept.get(host);
    if (kept?.isUsable) return Promise.resolve(kept);
    const coming = this.#coming.get(host) ?? this.#connect(host, limits);
    this.#coming.set(host, coming);
    return coming;
  }

  /** Whether a link is kept that looks alive; one that the host or a firewall has closed may look so until it is used. */
  isKept(host: string): boolean {
    return this.#kept.get(host)?.isUsable ?? false;
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
  }

  async #connect(host: string, limits: Limits): Promise<Connection> {
    try {
      await this.drop(host);
      const endpoint = await this.#parts.endpointOf(host);
      const connection = await this.#breaker.guard(endpoint, (beforeLogin) =>
        this.#parts.transport.connect(endpoint, { ...limits, beforeLogin }),
      );
      this.#kept.set(host, connection);
      return connection;
    } catch (error) {
      throw limits.signal.aborted && !(error instanceof TransportError) ? limits.signal.reason : error;
    } finally {
      this.#coming.delete(host);
    }
  }
}
