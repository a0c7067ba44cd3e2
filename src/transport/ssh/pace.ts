import { Gate } from './gate.ts';

/** A place among those that log in at one server; disposing of it lets the next one in. */
export interface Turn extends Disposable {
  /** The server let us in. */
  succeeded(): void;
  /** The server dropped us, since it is busy. */
  turnedAway(): void;
}

/**
 * How many log in at once at each server. As TCP does it: half as many after it turned some away, and one more after each
 * round in which it took all. What was learned of a server is kept while it is less than the most.
 */
export class Pace {
  readonly #most: number;
  readonly #servers = new Map<string, Server>();

  constructor(most: number) {
    this.#most = most;
  }

  /** Rejects with the signal's reason. */
  async enter(name: string, signal: AbortSignal): Promise<Turn> {
    const server = this.#servers.get(name) ?? { gate: new Gate(this.#most), round: 0, taken: 0 };
    const { gate } = server;
    this.#servers.set(name, server);
    const leave = () => {
      if (gate.isEmpty && gate.limit === this.#most) this.#servers.delete(name);
    };
    try {
      const pass = await gate.enter(signal);
      const { round } = server;
      return {
        succeeded: () => this.#rise(server),
        turnedAway: () => fall(server, round),
        [Symbol.dispose]: () => {
          pass[Symbol.dispose]();
          leave();
        },
      };
    } catch (error) {
      leave();
      throw error;
    }
  }

  #rise(server: Server): void {
    if (server.gate.limit === this.#most) return;
    server.taken += 1;
    if (server.taken < server.gate.limit) return;
    server.taken = 0;
    server.gate.limit += 1;
  }
}

interface Server {
  readonly gate: Gate;
  /** Grows whenever fewer are let in. */
  round: number;
  /** How many the server took since the limit changed. */
  taken: number;
}

/** Those that came together are turned away together: that counts once. */
function fall(server: Server, round: number): void {
  server.taken = 0;
  if (round < server.round) return;
  server.round += 1;
  server.gate.limit = Math.max(1, Math.floor(server.gate.limit / 2));
}
