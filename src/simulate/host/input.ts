import { Writable } from 'node:stream';

/** The standard input of a simulated shell. */
export class Input {
  /** The end that the run writes to. */
  readonly writable: Writable;
  /** How long a chunk is on its way, in milliseconds; nothing unless a file is sent. */
  travelMs: (bytes: number) => number = () => 0;
  #chunks: Buffer[] = [];
  #isAtEnd = false;
  #wake: (() => void) | undefined;

  constructor(after: (ms: number, then: () => void) => void) {
    this.writable = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        const arrive = () => {
          this.#chunks.push(chunk);
          this.#rouse();
          done();
        };
        const ms = this.travelMs(chunk.length);
        if (ms > 0) after(ms, arrive);
        else arrive();
      },
      final: (done) => {
        this.end();
        done();
      },
    });
    this.writable.on('error', () => {}); // A writer that comes too late is told by its own callback.
  }

  /** Nothing more comes. */
  end(): void {
    this.#isAtEnd = true;
    this.#rouse();
  }

  /** What comes next, as it was written; undefined at the end. */
  async chunk(): Promise<Buffer | undefined> {
    while (this.#chunks.length === 0 && !this.#isAtEnd) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.#chunks.shift();
  }

  /** Takes text until `read` can make something of it; undefined at the end. */
  async until<Value>(read: (text: string) => Value | undefined): Promise<Value | undefined> {
    let text = '';
    for (;;) {
      const chunk = await this.chunk();
      if (chunk === undefined) return undefined;
      text += chunk.toString('utf8');
      const value = read(text);
      if (value !== undefined) return value;
    }
  }

  #rouse(): void {
    this.#wake?.();
    this.#wake = undefined;
  }
}
