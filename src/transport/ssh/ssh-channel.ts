import { Readable, Writable } from 'node:stream';
import type { ClientChannel } from 'ssh2';
import type { Channel, ChannelEnd } from '../transport.ts';

/**
 * A channel of ssh2 as three streams of their own. ssh2's is one stream for input and output: to read its output to the
 * end closes it, and a write to one that is closed never calls back.
 */
export class SshChannel implements Channel {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  readonly ended: Promise<ChannelEnd>;
  readonly exited: Promise<ChannelEnd>;
  /** Settles when the server has closed it too, or is gone. */
  readonly released: Promise<void>;
  readonly #raw: ClientChannel;
  #release: () => void = () => {};
  #resolveEnded: (end: ChannelEnd) => void = () => {};
  #resolveExited: (end: ChannelEnd) => void = () => {};
  #exit: ChannelEnd | undefined;
  #isLinkUp = true;

  /** To be made in the callback that brings the raw one: a process that ends at once tells so in the same packet. */
  constructor(raw: ClientChannel) {
    this.#raw = raw;
    this.released = new Promise((resolve) => {
      this.#release = resolve;
    });
    this.ended = new Promise((resolve) => {
      this.#resolveEnded = resolve;
    });
    this.exited = new Promise((resolve) => {
      this.#resolveExited = resolve;
    });
    raw.on('error', () => {}); // A write that came too late.
    this.stdin = writeInto(raw);
    this.stdout = readFrom(raw);
    this.stderr = readFrom(raw.stderr);
    raw.on('exit', (code: number | null, signal?: string) => {
      this.#exit = code === null ? { kind: 'signal', signal: signal ?? '' } : { kind: 'exit', code };
      this.#resolveExited(this.#exit);
    });
    raw.on('close', () => {
      this.#end({ kind: 'closed' });
      this.#release();
    });
  }

  /** What came and was not taken by the streams. */
  get unreadBytes(): number {
    return this.#raw.readableLength + this.#raw.stderr.readableLength;
  }

  close(): void {
    this.#end({ kind: 'closed' });
    if (this.#isLinkUp) this.#raw.close();
    this.stdout.destroy(); // What still comes is dropped, so that the server can close too.
    this.stderr.destroy();
  }

  /** The link is gone, and with it the channel. */
  lose(end: ChannelEnd): void {
    this.#isLinkUp = false;
    this.#exit = undefined; // The last output may be missing.
    this.#end(end);
    this.#release();
  }

  #end(end: ChannelEnd): void {
    this.#resolveExited(end);
    this.#resolveEnded(this.#exit ?? end);
    if (!this.stdin.writableFinished) this.stdin.destroy(closed);
  }
}

/**
 * One for all: to make an error with its stack for each command costs more than to close its channel. A stream that is destroyed
 * asks for the stack, for which V8 would count all lines of the program.
 */
const closed = Object.assign(new Error('the channel is closed'), { stack: 'Error: the channel is closed' });

function writeInto(raw: ClientChannel): Writable {
  const stdin = new Writable({
    write: (chunk, _encoding, done) => {
      raw.write(chunk, done);
    },
    final: (done) => {
      raw.end();
      done();
    },
    // Who fails while it writes will write no more: the host must not wait for the rest.
    destroy: (error, done) => {
      if (error !== closed) raw.end();
      done(error);
    },
  });
  stdin.on('error', () => {}); // Whoever writes sees it in the callback; nobody has to listen.
  return stdin;
}

function readFrom(source: Readable): Readable {
  const stream = new Readable({ read: () => void source.resume() });
  source.on('data', (chunk: Buffer) => {
    if (!stream.destroyed && !stream.push(chunk)) source.pause();
  });
  source.on('end', () => stream.push(null));
  stream.on('close', () => source.resume());
  return stream;
}
