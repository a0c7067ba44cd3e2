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
    const failure = host.failure();
    const ms = failure === undefined ? host.latencyMs : failureMs(failure, host, timeoutMs);
    await this.#time.sleep(Math.min(ms, timeoutMs), signal);
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
    const failure = host.failure();
    const loginMs = host.loginMs();
    const isLate = failure === undefined && loginMs > timeoutMs;
    const ms = isLate ? timeoutMs : failure === undefined ? loginMs : failureMs(failure, host, timeoutMs);
    await this.#time.sleep(Math.min(ms, timeoutMs), signal);
    signal.throwIfAborted();
    if (failure !== undefined || isLate) throw notReached(endpoint, failure ?? 'timeout');
    if (host.isDown()) {
      throw new TransportError('dropped_before_auth', `${placeOf(endpoint)} dropped the link (rehearsed)`);
    }
    await beforeLogin();
    if (!host.takesCredentials()) {
      const message = `${placeOf(endpoint)} takes none of the credentials of ${endpoint.user} (rehearsed)`;
      throw new TransportError('auth_rejected', message);
    }
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
