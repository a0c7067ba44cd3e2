import { Readable, type Writable } from 'node:stream';
import type { Timers } from '../../remote/time/timers.ts';
import { markText } from '../../shell/marks.ts';
import type { Channel, ChannelEnd } from '../../transport/transport.ts';
import { Input } from './input.ts';

type StreamName = 'stdout' | 'stderr';

/** Both ends of a channel: the run's, and that of the simulated shell. */
export class SimulatedChannel implements Channel {
  readonly stdout = new Readable({ read() {} });
  readonly stderr = new Readable({ read() {} });
  readonly ended: Promise<ChannelEnd>;
  readonly exited: Promise<ChannelEnd>;
  readonly input: Input;
  #resolveEnded: (end: ChannelEnd) => void = () => {};
  #isOpen = true;

  constructor(timers: Timers) {
    this.input = new Input((ms, then) => timers.after(ms, then));
    this.ended = new Promise((resolve) => {
      this.#resolveEnded = resolve;
    });
    this.exited = this.ended;
  }

  get stdin(): Writable {
    return this.input.writable;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  close(): void {
    this.finish({ kind: 'closed' });
  }

  say(stream: StreamName, text: string): void {
    if (this.#isOpen && text !== '') this[stream].push(text);
  }

  mark(stream: StreamName, nonce: string, word: string): void {
    this.say(stream, markText(nonce, word));
  }

  markTwice(nonce: string, word: string): void {
    this.mark('stderr', nonce, word);
    this.mark('stdout', nonce, word);
  }

  /** The shell exits, or the link is gone; what comes later changes nothing. */
  finish(end: ChannelEnd): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.stdout.push(null);
    this.stderr.push(null);
    this.input.end();
    this.input.writable.destroy();
    this.#resolveEnded(end);
  }
}
