import type { Socket } from 'node:net';
import { Flow } from './flow.ts';

export type Direction = 'to-host' | 'to-client';

/** How a link ends: with a reset, or as if the other side had closed it in order. */
export type Ending = 'reset' | 'close';

export interface Faults {
  readonly frozen?: readonly Direction[];
  readonly delayMs?: number;
  readonly bytesPerSecond?: number;
  readonly cutAfter?: { readonly bytes: number; readonly direction: Direction; readonly ending: Ending };
}

/** One connection of a client through the proxy. */
export class ProxiedLink {
  readonly #client: Socket;
  readonly #host: Socket;
  readonly #flows: Readonly<Record<Direction, Flow>>;
  #isOpen = true;
  #faults: Faults = {};

  constructor(client: Socket, host: Socket) {
    this.#client = client;
    this.#host = host;
    this.#flows = {
      'to-host': new Flow(client, host, () => this.#passed('to-host')),
      'to-client': new Flow(host, client, () => this.#passed('to-client')),
    };
    for (const [socket, other] of [
      [client, host],
      [host, client],
    ] as const) {
      socket.on('error', () => other.resetAndDestroy());
      socket.on('close', () => {
        this.#isOpen = false;
        other.destroySoon();
      });
    }
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** How many bytes came in for this direction, passed on or not. */
  received(direction: Direction): number {
    return this.#flows[direction].received;
  }

  /** How many bytes went on in this direction. */
  passed(direction: Direction): number {
    return this.#flows[direction].passed;
  }

  /** What the client sent, the first mebibyte of it. */
  get sentByClient(): Buffer {
    return this.#flows['to-host'].beginning;
  }

  apply(faults: Faults): void {
    this.#faults = faults;
    const { frozen = [], cutAfter, ...pace } = faults;
    for (const direction of ['to-host', 'to-client'] as const) {
      this.#flows[direction].set({
        ...pace,
        isFrozen: frozen.includes(direction),
        ...(cutAfter?.direction === direction && { limit: cutAfter.bytes }),
      });
    }
  }

  cut(ending: Ending): void {
    this.#isOpen = false;
    for (const flow of Object.values(this.#flows)) flow.stop();
    for (const socket of [this.#client, this.#host]) {
      if (ending === 'reset') socket.resetAndDestroy();
      else socket.end().resume(); // Read on: closing with unread data would send a reset.
    }
  }

  #passed(direction: Direction): void {
    const { cutAfter } = this.#faults;
    if (this.#isOpen && cutAfter?.direction === direction && this.passed(direction) >= cutAfter.bytes) {
      this.cut(cutAfter.ending);
    }
  }
}
