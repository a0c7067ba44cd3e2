import type { Channel, ChannelEnd, Connection, ConnectLimits, Endpoint, LinkLost } from '../transport.ts';
import { Deadline } from './deadline.ts';
import { type Keepalive, watchKeepalive } from './keepalive.ts';
import { placeOf } from './place.ts';
import { Sessions } from './sessions.ts';
import type { SshChannel } from './ssh-channel.ts';
import type { LinkEnd, SshLink } from './ssh-link.ts';

/** The window of a channel is 2 MiB: a host that sends so much more than we took keeps no rules. */
const mostUnreadBytes = 64 * 1024 * 1024;

/** How long a host may take to hear that we leave. */
const farewellMs = 1_000;

/** A link that is logged in. */
export class SshConnection implements Connection {
  readonly lost: Promise<LinkLost | undefined>;
  readonly link: SshLink;
  opensAhead = false;
  readonly #sessions: Sessions;
  readonly #channels = new Set<SshChannel>();

  constructor(link: SshLink, endpoint: Endpoint, keepalive: Keepalive | undefined) {
    this.link = link;
    this.#sessions = new Sessions(link, placeOf(endpoint));
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
    return this.link.ended === undefined && !this.#sessions.isDoubtful;
  }

  async open(command: string, { timeoutMs, signal }: ConnectLimits): Promise<Channel> {
    using deadline = new Deadline(timeoutMs, signal);
    const { channel, pass } = await this.#sessions.start(command, deadline);
    this.#channels.add(channel);
    void channel.released.then(() => {
      this.#channels.delete(channel);
      pass[Symbol.dispose]();
    });
    if (this.link.ended !== undefined) this.#loseChannels(this.link.ended);
    if (this.opensAhead) this.#sessions.openAhead();
    return channel;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { link } = this;
    if (link.ended !== undefined) return;
    const isGone = new Promise<void>((resolve) => link.onEnd(() => resolve()));
    const close = () => link.end({ lost: undefined });
    const timer = setTimeout(close, farewellMs);
    link.socket.once('finish', close);
    if (link.socket.writableFinished) close();
    link.client.end();
    await isGone;
    clearTimeout(timer);
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
    for (const channel of [...this.#channels]) channel.lose(end);
  }
}
