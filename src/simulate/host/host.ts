import type { Chance } from '../chance.ts';
import { bytesPerSecond, type Distribution, drawMs, shareOf } from '../model/draw.ts';
import type { ConnectFailureWord } from '../model/parts.ts';
import type { HostRule } from '../model/schema.ts';
import type { VirtualTime } from '../time/virtual-time.ts';
import { Availability } from './availability.ts';
import type { CommandModel } from './command-model.ts';
import { Processes } from './processes.ts';

export interface HostParts {
  readonly name: string;
  readonly rule: HostRule;
  readonly chance: Chance;
  readonly time: VirtualTime;
  readonly commands: CommandModel;
}

/** Before the rehearsal begins all hosts have run for a month. */
const upBeforeMs = 30 * 24 * 3_600_000;
/** Between the command `reboot` and the end of all links. */
const lastMomentMs = 300;

const usual = {
  latency: { uniform: ['2ms', '8ms'] },
  login: '60ms',
  reboot: { normal: '40s', deviation: '6s', min: '15s' },
  bandwidth: '10 MB/s',
} satisfies Record<string, Distribution>;

/** What one attempt left on the host: its evidence. */
export interface AttemptEvidence {
  readonly isStarted: boolean;
  exitCode?: number;
}

/** A host that is only a state: which links it has, what runs on it, which files it holds, which boot it is in. */
export class SimulatedHost {
  readonly name: string;
  readonly time: VirtualTime;
  readonly commands: CommandModel;
  /** Of a round trip. */
  readonly latencyMs: number;
  readonly processes = new Processes();
  readonly evidence = new Map<string, AttemptEvidence>();
  readonly files = new Map<string, { readonly sha256: string; readonly mode: string }>();
  readonly #rule: HostRule;
  readonly #chance: Chance;
  readonly #availability: Availability;
  readonly #links = new Set<(why: string) => void>();
  #boots = 1;
  #bootedAtMs = -upBeforeMs;
  #awayUntilMs = 0;
  #isGoingDown = false;
  readonly #counts = new Map<string, number>();

  constructor({ name, rule, chance, time, commands }: HostParts) {
    this.name = name;
    this.time = time;
    this.commands = commands;
    this.#rule = rule;
    this.#chance = chance;
    this.#availability = new Availability(name, rule, chance);
    this.latencyMs = drawMs(rule.latency ?? usual.latency, chance, `${name}/latency`);
  }

  get rule(): HostRule {
    return this.#rule;
  }

  get bootId(): string {
    const digits = this.#chance.digits(`${this.name}/boot/${this.#boots}`, 32);
    return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  }

  /** One that belongs to no network: RFC 2544 keeps 198.18.0.0/15 for tests. */
  get address(): string {
    const number = Math.floor(this.#chance.draw(`${this.name}/address`) * 2 ** 17);
    return `198.${18 + (number >> 16)}.${(number >> 8) & 255}.${number & 255}`;
  }

  get upSeconds(): number {
    return (this.time.nowMs() - this.#bootedAtMs) / 1000;
  }

  /** How a new connection fails now; undefined where it does not. */
  failure(): ConnectFailureWord | undefined {
    const nowMs = this.time.nowMs();
    return nowMs < this.#awayUntilMs ? 'timeout' : this.#availability.failure(nowMs);
  }

  isDown(): boolean {
    const nowMs = this.time.nowMs();
    return nowMs < this.#awayUntilMs || this.#availability.isDown(nowMs);
  }

  takesCredentials(): boolean {
    const rejected = this.#rule['login-rejected'] ?? false;
    if (typeof rejected === 'boolean') return !rejected;
    return !this.#chance.isHit(shareOf(rejected), `${this.name}/login-rejected`);
  }

  loginMs(): number {
    const name = `${this.name}/login/${this.count('login')}`;
    return 3 * this.latencyMs + drawMs(this.#rule.login ?? usual.login, this.#chance, name);
  }

  travelMs(bytes: number): number {
    return (bytes / bytesPerSecond(this.#rule.bandwidth ?? usual.bandwidth)) * 1000;
  }

  /** How often this was asked of it under that name, from 1. */
  count(name: string): number {
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    return count;
  }

  /** Gives back what makes it forget the link. */
  keepLink(lose: (why: string) => void): () => void {
    this.#links.add(lose);
    const breaksInMs = this.#availability.breaksInMs(this.time.nowMs());
    const cancel =
      breaksInMs === undefined
        ? () => {}
        : this.time.after(breaksInMs, () => lose(`${this.name} cannot be reached any more (rehearsed)`));
    return () => {
      cancel();
      this.#links.delete(lose);
    };
  }

  reboot(): void {
    if (this.#isGoingDown) return;
    this.#isGoingDown = true;
    this.time.after(lastMomentMs, () => this.#goDown(this.#rule.reboot ?? {}));
  }

  #goDown({ takes, 'never-returns': never, 'keeps-boot-id': keeps }: NonNullable<HostRule['reboot']>): void {
    const name = `${this.name}/reboot/${this.count('reboot')}`;
    const isHit = (chance: string | undefined, what: string) =>
      this.#chance.isHit(shareOf(chance ?? '0%'), `${name}/${what}`);
    const awayMs = drawMs(takes ?? usual.reboot, this.#chance, name);
    this.#isGoingDown = false;
    this.#awayUntilMs = isHit(never, 'never') ? Number.POSITIVE_INFINITY : this.time.nowMs() + awayMs;
    for (const lose of [...this.#links]) lose(`${this.name} went down (rehearsed)`);
    this.processes.killAll();
    if (isHit(keeps, 'keeps')) return;
    this.#boots += 1;
    this.#bootedAtMs = this.#awayUntilMs;
    this.evidence.clear();
  }
}
