import type { Plan } from '../plan/plan.ts';
import type { Reason } from '../result/reason.ts';
import type { PortAnswer } from '../stages/answers.ts';
import { TransportError } from '../transport/errors.ts';
import type { Connection, ConnectLimits, Endpoint, Transport } from '../transport/transport.ts';
import { Chance } from './chance.ts';
import { CommandModel } from './host/command-model.ts';
import { SimulatedConnection } from './host/connection.ts';
import { SimulatedHost } from './host/host.ts';
import { LocalCommands } from './local-commands.ts';
import { hostRule, type Model } from './model/model.ts';
import type { ConnectFailureWord } from './model/parts.ts';
import { StageWatch } from './stage-watch.ts';
import type { VirtualTime } from './time/virtual-time.ts';

/** How long a network takes to say that there is no way. */
const noRouteMs = 3000;
/** When Linux asks again a host that does not answer: tcp(7), tcp_syn_retries. One that is back by then is reached after all. */
const synAgainMs = [1000, 3000, 7000, 15_000, 31_000, 63_000];

/** The hosts of an inventory as a model has them. Nothing is contacted, and no command is executed anywhere. */
export class SimulatedFleet implements Transport {
  /** Has to hear the events of the run. */
  readonly stages: StageWatch;
  /** This machine, on which nothing is run either. */
  readonly local: LocalCommands;
  readonly #hosts = new Map<string, SimulatedHost>();
  readonly #model: Model;
  readonly #time: VirtualTime;
  readonly #chance: Chance;
  readonly #commands: CommandModel;

  constructor(plan: Plan, model: Model, seed: number, time: VirtualTime) {
    this.stages = new StageWatch(plan);
    this.#model = model;
    this.#time = time;
    this.#chance = new Chance(seed);
    this.#commands = new CommandModel(model, this.#chance, this.stages);
    this.local = new LocalCommands(this.stages, this.#commands, time);
  }

  async connect(endpoint: Endpoint, limits: ConnectLimits): Promise<Connection> {
    const host = this.#host(endpoint);
    const way = await this.#way(endpoint, limits);
    return new SimulatedConnection(host, way);
  }

  /** Whether a port of the host would answer: it does while the host can be reached. */
  async probe(name: string, { timeoutMs, signal }: ConnectLimits): Promise<PortAnswer> {
    const host = this.#hostOf(name);
    const failure = await this.#dial(host, { timeoutMs, signal });
    if (failure === undefined) await this.#time.sleep(Math.min(host.latencyMs, timeoutMs), signal);
    return failure === undefined
      ? { isOpen: true }
      : { isOpen: false, why: `${failures[failure].text} (rehearsed)` };
  }

  async [Symbol.asyncDispose](): Promise<void> {}

  /** Logs in on the jump hosts and on the host itself. */
  async #way(endpoint: Endpoint, limits: ConnectLimits): Promise<readonly SimulatedHost[]> {
    limits.signal.throwIfAborted();
    const before = endpoint.jump === undefined ? [] : await this.#jump(endpoint, endpoint.jump, limits);
    const host = this.#host(endpoint);
    const logIn = (beforeLogin = async () => {}) => this.#login(host, endpoint, { ...limits, beforeLogin });
    await (limits.aroundLogin?.(endpoint, logIn) ?? logIn());
    return [...before, host];
  }

  async #jump({ host }: Endpoint, jump: Endpoint, limits: ConnectLimits): Promise<readonly SimulatedHost[]> {
    try {
      return await this.#way(jump, limits);
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      throw new TransportError('jump_failed', `the way to ${host} is not there: ${error.message}`);
    }
  }

  async #login(
    host: SimulatedHost,
    endpoint: Endpoint,
    { timeoutMs, signal, beforeLogin }: ConnectLimits & { readonly beforeLogin: () => Promise<void> },
  ): Promise<void> {
    const untilMs = this.#time.nowMs() + timeoutMs;
    const failure = await this.#dial(host, { timeoutMs, signal });
    signal.throwIfAborted();
    if (failure !== undefined) throw notReached(endpoint, failure);
    const leftMs = untilMs - this.#time.nowMs();
    const loginMs = host.loginMs();
    await this.#time.sleep(Math.min(loginMs, leftMs), signal);
    signal.throwIfAborted();
    if (loginMs > leftMs) throw notReached(endpoint, 'timeout');
    if (host.isDown()) {
      throw new TransportError('dropped_before_auth', `${placeOf(endpoint)} dropped the link (rehearsed)`);
    }
    await beforeLogin();
    if (!host.takesCredentials()) {
      const message = `${placeOf(endpoint)} takes none of the credentials of ${endpoint.user} (rehearsed)`;
      throw new TransportError('auth_rejected', message);
    }
  }

  /** Waits until it is known how a connection fails; undefined where the host answers, at once or to a later SYN. */
  async #dial(
    host: SimulatedHost,
    { timeoutMs, signal }: Pick<ConnectLimits, 'timeoutMs' | 'signal'>,
  ): Promise<ConnectFailureWord | undefined> {
    const failure = host.failure();
    if (failure === undefined) return undefined;
    const endMs = Math.min(timeoutMs, failureMs(failure, host, timeoutMs));
    const again = failure === 'timeout' && host.isDown() ? synAgainMs.filter((ms) => ms < endMs) : [];
    let waitedMs = 0;
    for (const ms of again) {
      await this.#time.sleep(ms - waitedMs, signal);
      waitedMs = ms;
      if (signal.aborted) return failure;
      if (!host.isDown()) return undefined;
    }
    await this.#time.sleep(endMs - waitedMs, signal);
    return failure;
  }

  #host({ host }: Endpoint): SimulatedHost {
    return this.#hostOf(host);
  }

  #hostOf(name: string): SimulatedHost {
    const known = this.#hosts.get(name);
    if (known !== undefined) return known;
    const rule = hostRule(this.#model, name);
    const parts = { name, rule, chance: this.#chance, time: this.#time, commands: this.#commands };
    const host = new SimulatedHost(parts);
    this.#hosts.set(name, host);
    return host;
  }
}

function failureMs(failure: ConnectFailureWord, host: SimulatedHost, timeoutMs: number): number {
  switch (failure) {
    case 'refused':
      return host.latencyMs;
    case 'no-route':
      return noRouteMs;
    case 'timeout':
      return timeoutMs;
  }
}

const failures: Readonly<Record<ConnectFailureWord, { readonly reason: Reason; readonly text: string }>> = {
  refused: { reason: 'refused', text: 'refuses the connection' },
  'no-route': { reason: 'no_route', text: 'has no route from here' },
  timeout: { reason: 'connect_timeout', text: 'does not answer' },
};

function notReached(endpoint: Endpoint, failure: ConnectFailureWord): TransportError {
  const { reason, text } = failures[failure];
  return new TransportError(reason, `${placeOf(endpoint)} ${text} (rehearsed)`);
}

function placeOf({ host, address, port }: Endpoint): string {
  return `${host} (${address}:${port})`;
}
