import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { claimLoopback, type LoopbackClaim } from './loopback.ts';
import { type Direction, type Ending, type Faults, ProxiedLink } from './proxied-link.ts';

export interface ProxyTarget {
  readonly address: string;
  readonly port: number;
}

/** Starts a proxy in front of a host, on an address of its own, which breaks links as a test asks. */
export async function startProxy(target: ProxyTarget): Promise<LinkProxy> {
  const claim = await claimLoopback(1);
  const proxy = new LinkProxy(target, claim);
  await proxy.accept();
  return proxy;
}

/** Made by `startProxy`. What a method sets holds for the links that are open and for those that follow. */
export class LinkProxy implements AsyncDisposable {
  readonly address: string;
  readonly port: number;
  /** Every link since the start, in the order of their coming, ended ones too. */
  readonly links: ProxiedLink[] = [];
  readonly #target: ProxyTarget;
  readonly #claim: LoopbackClaim;
  #server: Server | undefined;
  #faults: Faults = {};
  #ofNext: Faults = {};

  constructor(target: ProxyTarget, claim: LoopbackClaim) {
    this.address = claim.addresses[0] ?? '';
    this.port = target.port;
    this.#target = target;
    this.#claim = claim;
  }

  /** Takes links; also again after `refuse`. */
  async accept(): Promise<void> {
    if (this.#server !== undefined) return;
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => this.#take(socket));
    this.#server = server;
    server.listen({ host: this.address, port: this.port });
    await once(server, 'listening');
  }

  /** New links are refused, open ones stay. */
  refuse(): void {
    const server = this.#server;
    this.#server = undefined;
    server?.close(); // Stops listening at once; its callback waits for the last link, which may stay.
  }

  /** Ends every open link now. */
  cut(ending: Ending = 'reset'): void {
    for (const link of this.links) link.cut(ending);
  }

  /** Ends a link as soon as so many bytes went through it in that direction; the rest never arrives. */
  cutAfter(bytes: number, direction: Direction, ending: Ending = 'reset'): void {
    this.#set({ cutAfter: { bytes, direction, ending } });
  }

  /** The same for the next link alone. */
  cutNextAfter(bytes: number, direction: Direction, ending: Ending = 'reset'): void {
    this.#ofNext = { cutAfter: { bytes, direction, ending } };
  }

  /** Passes nothing on and keeps links open, as a pulled cable does. In one direction alone where told. */
  freeze(direction?: Direction): void {
    this.#set({ frozen: direction === undefined ? ['to-host', 'to-client'] : [direction] });
  }

  /** Each piece of data waits so long, in each direction, before it goes on. */
  delay(ms: number): void {
    this.#set({ delayMs: ms });
  }

  /** Each direction passes no more than this. */
  throttle(bytesPerSecond: number): void {
    this.#set({ bytesPerSecond });
  }

  /** No more faults: what a freeze held back goes on. */
  heal(): void {
    this.#faults = {};
    for (const link of this.links) link.apply(this.#faults);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.refuse();
    this.cut();
    await this.#claim[Symbol.asyncDispose]();
  }

  #set(faults: Faults): void {
    this.#faults = { ...this.#faults, ...faults };
    for (const link of this.links) link.apply(this.#faults);
  }

  #take(client: Socket): void {
    const host = connect({
      host: this.#target.address,
      port: this.#target.port,
      allowHalfOpen: true,
      noDelay: true,
    });
    const link = new ProxiedLink(client, host);
    link.apply({ ...this.#faults, ...this.#ofNext });
    this.#ofNext = {};
    this.links.push(link);
  }
}
