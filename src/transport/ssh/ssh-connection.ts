import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientChannel } from 'ssh2';
import { TransportError } from '../errors.ts';
import type { Channel, ChannelEnd, Connection, ConnectLimits, Endpoint, LinkLost } from '../transport.ts';
import { Deadline, TimeIsOut } from './deadline.ts';
import { Gate } from './gate.ts';
import { type Keepalive, watchKeepalive } from './keepalive.ts';
import { placeOf } from './place.ts';
import { SshChannel } from './ssh-channel.ts';
import type { LinkEnd, SshLink } from './ssh-link.ts';
import { untilAborted } from './until-aborted.ts';

/** MaxSessions of sshd_config(5), unless the host allows fewer: that is learned. */
const mostSessions = 10;

const sessionAdvice =
  'raise MaxSessions in its sshd_config, or look there for processes that earlier sessions left behind';

const mostRefusals = 5;

class NoSession extends Error {}

interface Opening {
  refusals: number;
  /** The request is out. */
  isAsking: boolean;
}

/** The window of a channel is 2 MiB: a host that sends so much more than we took keeps no rules. */
const mostUnreadBytes = 64 * 1024 * 1024;

/** How long a host may take to hear that we leave. */
const farewellMs = 1_000;

/** A link that is logged in. */
export class SshConnection implements Connection {
  readonly lost: Promise<LinkLost | undefined>;
  readonly link: SshLink;
  readonly #place: string;
  readonly #sessions = new Gate(mostSessions);
  readonly #channels = new Set<SshChannel>();
  #hasLateChannel = false;
  #hadSession = false;

  constructor(link: SshLink, endpoint: Endpoint, keepalive: Keepalive | undefined) {
    this.link = link;
    this.#place = placeOf(endpoint);
    this.lost = new Promise((resolve) => {
      if (link.ended !== undefined) resolve(link.ended.lost);
      link.onEnd((end) => {
        this.#loseChannels(end);
        resolve(end.lost);
      });
    });
    link.onHeard(() => this.#watchMemory());
    if (keepalive !== undefined && link.ended === undefined) watchKeepalive(link, keepalive);
  }

  get isUsable(): boolean {
    return this.link.ended === undefined && !this.#hasLateChannel;
  }

  async open(command: string, { timeoutMs, signal }: ConnectLimits): Promise<Channel> {
    using deadline = new Deadline(timeoutMs, signal);
    const opening: Opening = { refusals: 0, isAsking: false };
    try {
      for (;;) {
        const pass = await this.#sessions.enter(deadline.signal);
        opening.isAsking = true;
        const raw = await this.#request(command, deadline.signal).catch((error: unknown) => {
          this.#giveBack(pass, error);
          if (!isRefusal(error)) throw error;
        });
        if (raw !== undefined) return this.#adopt(raw, pass);
        opening.isAsking = false;
        opening.refusals += 1;
        // Another session is open: when it closes, there is room. Or one was closed just now, and sshd needs a moment.
        if (this.#sessions.inside === 0) await this.#pause(opening, deadline.signal);
      }
    } catch (error) {
      throw this.#failure(error, deadline, opening);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { link } = this;
    if (link.ended !== undefined) return;
    const isGone = new Promise<void>((resolve) => link.onEnd(() => resolve()));
    const timer = setTimeout(() => link.end({ lost: undefined }), farewellMs);
    link.socket.once('finish', () => link.end({ lost: undefined }));
    if (link.socket.writableFinished) link.end({ lost: undefined });
    link.client.end();
    await isGone;
    clearTimeout(timer);
  }

  /** A late answer closes what it opened: nothing was sent there, so nothing was started. */
  #request(command: string, signal: AbortSignal): Promise<ClientChannel> {
    return untilAborted(signal, (resolve, reject) => {
      let isWanted = true;
      const forget = this.link.onEnd(({ lost }) => reject(this.#lostBefore(lost)));
      if (this.link.ended !== undefined) reject(this.#lostBefore(this.link.ended.lost));
      else
        this.link.client.exec(command, (error, channel) => {
          if (error) reject(error);
          else if (isWanted) resolve(channel);
          else letGo(channel);
        });
      return () => {
        isWanted = false;
        forget();
      };
    });
  }

  #adopt(raw: ClientChannel, pass: Disposable): SshChannel {
    const channel = new SshChannel(raw, () => {
      this.#channels.delete(channel);
      pass[Symbol.dispose]();
    });
    this.#channels.add(channel);
    this.#hadSession = true;
    return channel;
  }

  async #pause({ refusals }: Opening, signal: AbortSignal): Promise<void> {
    if (!this.#hadSession || refusals > mostRefusals) throw new NoSession();
    await sleep(50 * 2 ** refusals, undefined, { signal }).catch(() => signal.throwIfAborted());
  }

  /** The host allows no more than are open now. */
  #giveBack(pass: Disposable, error: unknown): void {
    if (isRefusal(error)) this.#sessions.limit = Math.max(1, this.#sessions.inside - 1);
    pass[Symbol.dispose]();
  }

  /** ssh2 takes whatever comes, also beyond the window. */
  #watchMemory(): void {
    for (const { unreadBytes } of this.#channels) {
      if (unreadBytes <= mostUnreadBytes) continue;
      const message = 'the host sent far more than it was allowed to';
      this.link.end({ lost: { reason: 'protocol', message } });
      return;
    }
  }

  #loseChannels({ lost }: LinkEnd): void {
    const end: ChannelEnd = lost === undefined ? { kind: 'closed' } : { kind: 'link-lost', lost };
    for (const channel of this.#channels) channel.lose(end);
    this.#channels.clear();
  }

  #failure(error: unknown, { timeoutMs }: Deadline, { isAsking, refusals }: Opening): unknown {
    const seconds = timeoutMs / 1000;
    if (error instanceof NoSession || (error instanceof TimeIsOut && refusals > 0)) {
      return this.#refused(`allows no further session on this connection: ${sessionAdvice}`, error);
    }
    if (error instanceof TimeIsOut && !isAsking) {
      const busy = `all ${this.#sessions.limit} sessions that ${this.#place} allows on a connection were busy for ${seconds} s`;
      return new TransportError('channel_timeout', busy);
    }
    if (error instanceof TimeIsOut) {
      this.#hasLateChannel = true;
      const late = `${this.#place} did not start a shell within ${seconds} s: it is overloaded or hangs; nothing was run`;
      return new TransportError('channel_timeout', late);
    }
    if (!(error instanceof Error) || !isSsh2(error)) return error;
    this.#hasLateChannel = true; // ssh2 does not close a channel on which the request was denied.
    return this.#refused(`did not start a shell (${error.message}): has it room for more processes?`, error);
  }

  #refused(text: string, cause: unknown): TransportError {
    return new TransportError('channel_refused', `${this.#place} ${text}`, { cause });
  }

  #lostBefore(lost: LinkLost | undefined): TransportError {
    const why = lost === undefined ? 'it was closed here' : lost.message;
    return new TransportError(
      'lost_before_start',
      `the connection to ${this.#place} was gone before anything was started: ${why}`,
    );
  }
}

function letGo(channel: ClientChannel): void {
  channel.on('error', () => {});
  channel.close();
  channel.resume();
  channel.stderr.resume();
}

/** RFC 4254 section 5.1: CHANNEL_OPEN_FAILURE carries a number, which ssh2 hands on. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && 'reason' in error && typeof error.reason === 'number';
}

/** ssh2's own words for a request that was denied, in lib/client.js. */
function isSsh2(error: Error): boolean {
  return /^Unable to exec|^Not connected|^No response from server|Channel/.test(error.message);
}
