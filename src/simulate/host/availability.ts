import type { Chance } from '../chance.ts';
import { drawMs, shareOf } from '../model/draw.ts';
import type { ConnectFailureWord } from '../model/parts.ts';
import type { HostRule } from '../model/schema.ts';

/** When a host can be reached, as its rules and chance have it. Times are virtual. */
export class Availability {
  readonly #chance: Chance;
  readonly #rule: HostRule;
  readonly #name: string;
  readonly #down: ConnectFailureWord | undefined;
  readonly #cycle: Cycle | undefined;
  #connects = 0;

  constructor(name: string, rule: HostRule, chance: Chance) {
    this.#name = name;
    this.#rule = rule;
    this.#chance = chance;
    this.#down = this.#failure(rule.down, `${name}/down`);
    this.#cycle = cycleOf(name, rule, chance);
  }

  /** How a new connection fails now; undefined where it does not. */
  failure(nowMs: number): ConnectFailureWord | undefined {
    this.#connects += 1;
    const name = `${this.#name}/connect/${this.#connects}`;
    return this.#down ?? this.#cycle?.failure(nowMs) ?? this.#failure(this.#rule['connect-fails'], name);
  }

  /** No connection could be made now, whatever chance says. */
  isDown(nowMs: number): boolean {
    return (this.#down ?? this.#cycle?.failure(nowMs)) !== undefined;
  }

  /** When open links break; undefined where they do not. */
  breaksInMs(nowMs: number): number | undefined {
    return this.#cycle?.breaksInMs(nowMs);
  }

  #failure(rule: HostRule['down'], name: string): ConnectFailureWord | undefined {
    if (typeof rule !== 'object') return rule;
    return this.#chance.isHit(shareOf(rule.chance), name) ? rule.as : undefined;
  }
}

interface Cycle {
  failure(nowMs: number): ConnectFailureWord | undefined;
  breaksInMs(nowMs: number): number;
}

/** Up and down in turn; each host begins somewhere in it. */
function cycleOf(name: string, { flapping }: HostRule, chance: Chance): Cycle | undefined {
  if (flapping === undefined) return undefined;
  const upMs = Math.max(1, drawMs(flapping.up, chance, `${name}/up`));
  const wholeMs = upMs + Math.max(1, drawMs(flapping.down, chance, `${name}/down-for`));
  const startMs = wholeMs * chance.draw(`${name}/flapping`);
  const at = (nowMs: number) => (startMs + nowMs) % wholeMs;
  return {
    failure: (nowMs) => (at(nowMs) < upMs ? undefined : (flapping.as ?? 'timeout')),
    breaksInMs: (nowMs) => Math.max(0, upMs - at(nowMs)),
  };
}
