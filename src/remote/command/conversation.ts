import type { Readable, Writable } from 'node:stream';
import { becomeMarks } from '../../shell/become/method.ts';
import type { Channel, ChannelEnd } from '../../transport/transport.ts';
import { type BecomeSeen, BecomeTalk, type BecomeTalkPlan, nothingSeen } from '../become/become-talk.ts';
import type { Timers } from '../time/timers.ts';
import { MarkScanner } from './mark-scanner.ts';
import { OtherStream } from './other-stream.ts';
import { other, type StreamName, StreamPair } from './stream-pair.ts';

/** One script and the marks with which it answers. */
export interface ConversationPlan {
  /** For `/bin/sh`; it must print `start` and `end N` on both streams. */
  readonly script: string;
  readonly nonce: string;
  /** Set when the script changes the user and reads a second script there. */
  readonly become?: BecomeTalkPlan;
  readonly timers?: Timers | undefined;
}

export interface Listener {
  /** The start mark was seen, and `ready` where the user was changed: from here on the body runs. */
  onRunning?(): void;
  /** Exact bytes of the body; the next ones come when the promise settles. */
  onOutput(stream: StreamName, bytes: Buffer): void | Promise<void>;
  /** Any other word on stdout: the script's own. */
  onWord?(word: string, stdin: Writable): void;
}

/** What was seen when the end mark came on both streams, when the channel ended without, or when a question gets no answer. */
export interface Conversation extends BecomeSeen {
  readonly isStarted: boolean;
  /** Both start marks came: the script has gone on behind them. */
  readonly isBegun: boolean;
  /** True when the body was begun; without a change of user the same as `isStarted`. */
  readonly isRunning: boolean;
  /** From the end mark; without it nothing proves how the body ended. */
  readonly exitCode?: number;
  /** The marks of both streams came on one, and so did all output: the login has joined them. */
  readonly areStreamsJoined: boolean;
  /**
   * Set when no start mark came on this stream, and on the other an end mark with that code, or nothing behind its start mark where
   * the user is changed: the login sends it elsewhere.
   */
  readonly elsewhere?: { readonly stream: StreamName; readonly exitCode?: number };
  /** Words that the script said in marks, each once; of many the first ones. */
  readonly words: readonly string[];
  /** What the login said instead of the start mark, its end: empty once that was seen. */
  readonly loginSaid: string;
  /** Set when the channel ended first. */
  readonly channelEnd?: ChannelEnd;
}

/** Sends the script and follows its marks; rejects with what the listener throws. Does not close the channel: an end mark leaves stdin open for an answer. */
export async function converse(
  channel: Channel,
  plan: ConversationPlan,
  listener: Listener,
): Promise<Conversation> {
  using talk = new Talk(channel, plan, listener);
  channel.stdin.on('error', () => {}); // A process that does not read is seen by its missing end mark.
  channel.stdin.write(plan.script);
  const bothStreams = Promise.all([talk.follow('stdout'), talk.follow('stderr')]);
  const channelEnd = await Promise.race([
    talk.ended,
    bothStreams.then(() => new Promise<never>(() => {})), // Only for what the listener throws.
    channel.ended.then(async (end) => {
      await bothStreams; // The exit can be told before the last output is read.
      return end;
    }),
  ]);
  return talk.seen(channelEnd);
}

/** Of what a login says; in characters. */
const longestSaid = 2000;
const mostWords = 1000;

class Talk implements Disposable {
  /** Settles with undefined when the end mark came on both streams, or nothing more is to be said. */
  readonly ended: Promise<undefined>;
  readonly #channel: Channel;
  readonly #plan: ConversationPlan;
  readonly #listener: Listener;
  /** Undefined where the user is not changed. */
  readonly #becoming: BecomeTalk | undefined;
  readonly #words = new Set<string>();
  readonly #streams = new StreamPair();
  readonly #other: OtherStream;
  readonly #running = new Set<StreamName>();
  /** The exit code that each stream's end mark told. */
  readonly #finished = new Map<StreamName, number>();
  #resolveEnded: (end: undefined) => void = () => {};
  #exitCode: number | undefined;
  #loginSaid = '';

  constructor(channel: Channel, plan: ConversationPlan, listener: Listener) {
    this.#channel = channel;
    this.#plan = plan;
    this.#listener = listener;
    this.#other = new OtherStream(channel, () => this.#streams.areBothBegun, plan.timers);
    this.ended = new Promise((resolve) => {
      this.#resolveEnded = resolve;
    });
    const { become } = plan;
    this.#becoming = become && new BecomeTalk(become, channel.stdin, () => this.#resolveEnded(undefined));
  }

  async follow(name: StreamName): Promise<void> {
    const scanner = new MarkScanner(this.#plan.nonce);
    const becoming = this.#plan.become && new MarkScanner(this.#plan.become.nonce);
    let isOpen = false;
    for await (const chunk of untilItBreaks(this.#channel[name])) {
      for (const part of scanner.push(chunk)) {
        if (part.kind === 'mark') {
          if (part.word === 'start') {
            isOpen = true;
            this.#started(name);
          } else if (isOpen) this.#word(name, part.word);
          else this.#otherWord(name, part.word);
        } else if (isOpen) await this.#output(name, part.bytes, becoming);
        else this.#says(part.bytes);
      }
    }
    const rest = scanner.flush();
    if (!isOpen) this.#says(rest);
    else if (rest.length > 0) await this.#output(name, rest, becoming);
  }

  seen(channelEnd: ChannelEnd | undefined): Conversation {
    const elsewhere = this.#elsewhere();
    return {
      isStarted: this.#streams.isBegun,
      isBegun: this.#streams.areBothBegun,
      isRunning: this.#running.size > 0,
      ...(this.#exitCode !== undefined && { exitCode: this.#exitCode }),
      areStreamsJoined: this.#streams.areJoined,
      ...(elsewhere !== undefined && { elsewhere }),
      words: [...this.#words],
      loginSaid: this.#streams.isBegun ? '' : this.#loginSaid,
      ...(this.#becoming?.seen ?? nothingSeen),
      ...(channelEnd !== undefined && this.#exitCode === undefined && { channelEnd }),
    };
  }

  [Symbol.dispose](): void {
    this.#other[Symbol.dispose]();
  }

  /** A .bashrc, or what runs in the place of our shell. */
  #says(bytes: Buffer): void {
    this.#loginSaid = (this.#loginSaid + bytes.toString('utf8')).slice(-longestSaid);
  }

  #started(name: StreamName): void {
    this.#streams.begin(name);
    if (this.#plan.become === undefined) this.#runs(name);
    else if (!this.#streams.areBothBegun) this.#other.miss(() => this.#leaveUnheard());
  }

  /** What is asked on a stream that does not come would be waited for without end. */
  #leaveUnheard(): void {
    if (this.#running.size === 0) this.#becoming?.leaveWaiting();
  }

  #elsewhere(): Conversation['elsewhere'] {
    const { lone } = this.#streams;
    if (lone === undefined) return;
    const exitCode = this.#finished.get(lone);
    if (exitCode !== undefined) return { stream: other(lone), exitCode };
    return this.#becoming?.seen.isLeftWaiting ? { stream: other(lone) } : undefined;
  }

  #runs(name: StreamName): void {
    const isFirst = this.#running.size === 0;
    this.#running.add(this.#streams.whose(name, this.#running));
    if (!isFirst) return;
    this.#becoming?.sendScript();
    this.#listener.onRunning?.();
  }

  #word(name: StreamName, word: string): void {
    const code = exitCodeOf(word);
    if (code === undefined) {
      this.#otherWord(name, word);
      return;
    }
    const whose = this.#streams.whose(name, this.#finished);
    if (this.#finished.has(whose)) return; // The first one counts.
    this.#finished.set(whose, code);
    const [one, second] = this.#finished.values();
    if (second === undefined) {
      if (!this.#streams.areBothBegun) this.#other.wait(() => this.#resolveEnded(undefined));
      return;
    }
    if (one === second) this.#exitCode = code; // Streams that contradict each other prove nothing.
    this.#resolveEnded(undefined);
  }

  /** What the script says of itself; before its start mark nothing can end. */
  #otherWord(name: StreamName, word: string): void {
    if (this.#streams.hasWords(name) && exitCodeOf(word) === undefined) this.#heard(word);
  }

  #heard(word: string): void {
    this.#note(word);
    this.#listener.onWord?.(word, this.#channel.stdin);
  }

  async #output(name: StreamName, bytes: Buffer, becoming: MarkScanner | undefined): Promise<void> {
    if (this.#finished.has(name)) return; // A daemon that outlives its command and still writes.
    if (becoming === undefined || this.#isReady(name)) return this.#listener.onOutput(name, bytes);
    for (const part of becoming.push(bytes)) {
      if (part.kind === 'mark') await this.#becomeWord(name, part.word);
      else if (this.#isReady(name)) await this.#listener.onOutput(name, part.bytes);
      else await this.#becoming?.says(part.bytes);
    }
    if (!this.#isReady(name)) return;
    const rest = becoming.flush();
    if (rest.length > 0) await this.#listener.onOutput(name, rest);
  }

  /** All of its output that comes now is the body's. */
  #isReady(name: StreamName): boolean {
    return this.#running.has(this.#streams.lastOn(name));
  }

  async #becomeWord(name: StreamName, word: string): Promise<void> {
    if (await this.#becoming?.hear(word)) this.#runs(name);
    else if (word === becomeMarks.missing || word === becomeMarks.noTerminal) this.#note(word);
  }

  /** Who is root on the host knows the nonce, and could fill the memory here. */
  #note(word: string): void {
    if (this.#words.size < mostWords) this.#words.add(word);
  }
}

/** Of an end mark. */
function exitCodeOf(word: string): number | undefined {
  const code = Number(/^end (\d{1,3})$/.exec(word)?.[1]);
  return code <= 255 ? code : undefined;
}

/** A stream that breaks is a link that breaks: `channel.ended` tells how. */
async function* untilItBreaks(stream: Readable): AsyncGenerator<Buffer> {
  try {
    yield* stream;
  } catch {}
}
