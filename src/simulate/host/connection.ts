import { readShellCommandLine } from '../../shell/exec-script.ts';
import { TransportError } from '../../transport/errors.ts';
import type { Channel, Connection, ConnectLimits, LinkLost } from '../../transport/transport.ts';
import { SimulatedChannel } from './channel.ts';
import type { SimulatedHost } from './host.ts';
import { serveShell } from './shell.ts';

/** One link to a simulated host. */
export class SimulatedConnection implements Connection {
  readonly lost: Promise<LinkLost | undefined>;
  readonly #host: SimulatedHost;
  readonly #channels = new Set<SimulatedChannel>();
  readonly #forget: (() => void)[] = [];
  #resolveLost: (lost: LinkLost | undefined) => void = () => {};
  #isUsable = true;

  /** `way`: all hosts that it goes through; it breaks with any of them. */
  constructor(host: SimulatedHost, way: readonly SimulatedHost[]) {
    this.#host = host;
    this.lost = new Promise((resolve) => {
      this.#resolveLost = resolve;
    });
    for (const each of way) this.#forget.push(each.keepLink((why) => this.lose(why)));
  }

  get isUsable(): boolean {
    return this.#isUsable;
  }

  async open(command: string, { timeoutMs, signal }: ConnectLimits): Promise<Channel> {
    const { time, latencyMs, name } = this.#host;
    signal.throwIfAborted();
    await time.sleep(Math.min(latencyMs, timeoutMs), signal);
    signal.throwIfAborted();
    if (!this.#isUsable)
      throw new TransportError('lost_before_start', `the link to ${name} is gone (rehearsed)`);
    if (latencyMs > timeoutMs)
      throw new TransportError('channel_timeout', `${name} opens no channel (rehearsed)`);
    const channel = new SimulatedChannel(time);
    this.#channels.add(channel);
    void channel.ended.then(() => this.#channels.delete(channel));
    const tag = readShellCommandLine(command)?.tag;
    // Whatever else is asked for: a login shell that does nothing.
    if (tag === undefined) channel.finish({ kind: 'exit', code: 0 });
    else this.#serve(channel, tag);
    return channel;
  }

  #serve(channel: SimulatedChannel, tag: string): void {
    const shell = { host: this.#host, channel, tag, lose: (why: string) => this.lose(why) };
    serveShell(shell).catch((error: unknown) => this.#host.time.fail(error));
  }

  lose(why: string): void {
    this.#end({ reason: 'reset', message: why });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end(undefined);
  }

  #end(lost: LinkLost | undefined): void {
    if (!this.#isUsable) return;
    this.#isUsable = false;
    for (const forget of this.#forget) forget();
    for (const channel of this.#channels) {
      channel.finish(lost === undefined ? { kind: 'closed' } : { kind: 'link-lost', lost });
    }
    this.#resolveLost(lost);
  }
}
