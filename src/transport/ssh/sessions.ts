import { setTimeout as sleep } from 'node:timers/promises';
import { TransportError } from '../errors.ts';
import { type Deadline, TimeIsOut } from './deadline.ts';
import { ChannelDenied, ExecDenied, isDenial, requestExec } from './exec-request.ts';
import { Gate } from './gate.ts';
import { OpenedAhead } from './private-parts/opened-ahead.ts';
import type { SshChannel } from './ssh-channel.ts';
import type { SshLink } from './ssh-link.ts';

/** MaxSessions of sshd_config(5), unless the host allows fewer: that is learned. */
const mostSessions = 10;

/** sshd needs a moment after a session before it allows another. */
const mostPauses = 5;
const firstPauseMs = 50;

/** A channel, and the place that it takes until it is disposed of. */
export interface Session {
  readonly channel: SshChannel;
  readonly pass: Disposable;
}

/** The sessions of one link: as many at once as the host allows, the others wait their turn. */
export class Sessions {
  readonly #link: SshLink;
  readonly #place: string;
  readonly #gate = new Gate(mostSessions);
  /** Open, or about to be, with nothing running in it. */
  #ahead: { readonly channel: OpenedAhead; readonly pass: Disposable } | undefined;
  #hadOne = false;
  #isDoubtful = false;

  constructor(link: SshLink, place: string) {
    this.#link = link;
    this.#place = place;
  }

  /** A request went unanswered or was denied: the host may have a channel open that we don't know of. */
  get isDoubtful(): boolean {
    return this.#isDoubtful;
  }

  /** Opens a channel for a further command, where the host has room for it. Never throws. */
  openAhead(): void {
    const { client, ended, socket } = this.#link;
    if (this.#ahead !== undefined || this.#isDoubtful || ended !== undefined || !socket.writable) return;
    const pass = this.#gate.enterAtOnce();
    if (pass === undefined) return;
    const channel = OpenedAhead.open(client, (error) => {
      this.#ahead = undefined;
      if (isDenial(error)) this.#lowerLimit();
      pass[Symbol.dispose]();
    });
    if (channel === undefined) pass[Symbol.dispose]();
    else this.#ahead = { channel, pass };
  }

  /** @throws TransportError, or the reason of the deadline's signal; nothing was started then */
  async start(command: string, { signal, timeoutMs }: Deadline): Promise<Session> {
    const progress: Progress = { denials: 0, isAsking: false };
    try {
      for (;;) {
        const session = await this.#try(command, signal, progress);
        if (session !== undefined) return session;
        await this.#waitForRoom(progress, signal);
      }
    } catch (error) {
      throw this.#failure(error, timeoutMs / 1000, progress);
    }
  }

  /** Undefined when the host allows no more than are open now. */
  async #try(command: string, signal: AbortSignal, progress: Progress): Promise<Session | undefined> {
    signal.throwIfAborted();
    const ahead = this.#ahead;
    this.#ahead = undefined;
    const pass = ahead?.pass ?? (await this.#gate.enter(signal));
    try {
      progress.isAsking = true;
      const channel = await requestExec(this.#link, command, this.#place, signal, ahead?.channel);
      this.#hadOne = true;
      return { channel, pass };
    } catch (error) {
      if (error instanceof ChannelDenied) this.#lowerLimit();
      pass[Symbol.dispose]();
      if (!(error instanceof ChannelDenied)) throw error;
      progress.isAsking = false;
      progress.denials += 1;
      return;
    }
  }

  /** The host allows no more than were open beside the one that it has denied. */
  #lowerLimit(): void {
    this.#gate.limit = Math.max(1, this.#gate.inside - 1);
  }

  /** When another session is open, the gate tells when there is room. */
  async #waitForRoom({ denials }: Progress, signal: AbortSignal): Promise<void> {
    if (this.#gate.inside > 0) return;
    if (!this.#hadOne || denials > mostPauses) throw new ChannelDenied();
    await sleep(firstPauseMs * 2 ** denials, undefined, { signal }).catch(() => signal.throwIfAborted());
  }

  #failure(error: unknown, seconds: number, { denials, isAsking }: Progress): unknown {
    if (error instanceof TimeIsOut && isAsking) {
      this.#isDoubtful = true;
      const late = `${this.#place} did not start a shell within ${seconds} s: it is overloaded or hangs; nothing was run`;
      return new TransportError('channel_timeout', late);
    }
    if (error instanceof ChannelDenied || (error instanceof TimeIsOut && denials > 0)) {
      const full = `${this.#place} allows no further session on this connection: raise MaxSessions in its sshd_config, or look there for processes that earlier sessions left behind`;
      return new TransportError('channel_refused', full, { cause: error });
    }
    if (error instanceof TimeIsOut) {
      const busy = `all ${this.#gate.limit} sessions that ${this.#place} allows on a connection were busy for ${seconds} s`;
      return new TransportError('channel_timeout', busy);
    }
    if (!(error instanceof ExecDenied)) return error;
    this.#isDoubtful = true; // ssh2 leaves such a channel open.
    const denied = `${this.#place} would not start a shell (${error.message}): has it room for more processes?`;
    return new TransportError('channel_refused', denied, { cause: error });
  }
}

interface Progress {
  denials: number;
  /** The request is out. */
  isAsking: boolean;
}
