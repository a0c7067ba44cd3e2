import type { Duplex } from 'node:stream';
import ssh2, { type ClientErrorExtensions, type ConnectConfig } from 'ssh2';
import type { TransportError } from '../errors.ts';
import type { LinkLost } from '../transport.ts';
import { ident } from './identification.ts';
import { joinWrites } from './joined-writes.ts';

/** Why a link is over. */
export interface LinkEnd {
  /** Undefined when we closed it ourselves. */
  readonly lost: LinkLost | undefined;
  /** Set when it ended before it was of use, and we know why. */
  readonly failure?: TransportError;
}

/** Enough for the server's first packet, with the lists that are named when nothing fits. */
const mostHead = 16 * 1024;

/** ssh2's client and its socket, with one end: ssh2 may tell one failure in hundreds of errors and leave the socket open. */
export class SshLink {
  readonly client = new ssh2.Client();
  readonly socket: Duplex;
  /** Bytes that came in. */
  heardBytes = 0;
  #head: Buffer[] | undefined = [];
  #onHeard: () => void = () => {};
  #end: LinkEnd | undefined;
  readonly #listeners = new Set<(end: LinkEnd) => void>();

  /** The socket has had its identifications exchanged and is paused. */
  constructor(socket: Duplex) {
    this.socket = socket;
    socket.on('error', (error) => this.end({ lost: { reason: 'reset', message: error.message } }));
    socket.on('end', () => this.end({ lost: { reason: 'closed', message: 'the host closed it' } }));
    socket.on('close', () => this.end({ lost: { reason: 'closed', message: 'it was closed' } }));
    socket.on('data', (chunk: Buffer) => this.#hear(chunk));
    this.client.on('error', (error) => this.#heardError(error));
  }

  get ended(): LinkEnd | undefined {
    return this.#end;
  }

  /** What the server sent first, until `forgetHead`. */
  get head(): Buffer {
    return Buffer.concat(this.#head ?? []);
  }

  forgetHead(): void {
    this.#head = undefined;
  }

  start(config: ConnectConfig): void {
    if (this.#end !== undefined) return;
    swallowIdentification(this.socket);
    // `readyTimeout: 0`: the deadline is ours. Types call `sock` a Readable and mean a Duplex.
    this.client.connect({ ...config, sock: this.socket, ident, readyTimeout: 0 });
  }

  /** Calls back whenever bytes came in. One listener is enough. */
  onHeard(listener: () => void): void {
    this.#onHeard = listener;
  }

  /** Calls back at once when the link ends, before its channels hear of it. Returns what takes the listener away. */
  onEnd(listener: (end: LinkEnd) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The first reason counts. Leaves no socket open. */
  end(end: LinkEnd): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    for (const listener of this.#listeners) listener(end);
    this.socket.destroy();
  }

  #hear(chunk: Buffer): void {
    this.heardBytes += chunk.length;
    if (this.#head !== undefined && this.heardBytes <= mostHead) this.#head.push(chunk);
    this.#onHeard();
  }

  #heardError(error: Error & ClientErrorExtensions & { code?: unknown }): void {
    if (error.level === 'agent') return; // ssh2 goes on with the next way to log in; the agent told us itself.
    if (error.level === 'client-socket') return; // The socket told us first.
    const isDisconnect = error.level === undefined && typeof error.code === 'number';
    const message = isDisconnect ? `the host closed it: ${error.message}` : error.message;
    this.end({ lost: { reason: isDisconnect ? 'closed' : 'protocol', message } });
  }
}

/** ssh2 says who we are when it gets the socket. We did so already. */
function swallowIdentification(socket: Duplex): void {
  const swallow = (data: unknown): boolean => {
    Reflect.deleteProperty(socket, 'write');
    joinWrites(socket);
    return String(data).startsWith('SSH-2.0-') || socket.write(data);
  };
  Object.defineProperty(socket, 'write', { value: swallow, configurable: true, writable: true });
}
