import type { PlannedHostStage } from '../plan/plan.ts';
import type { Wave } from '../plan/waves.ts';
import type { Tally } from '../result/success-rate.ts';
import type { JudgedStage } from '../stages/stage.ts';
import type { Roster } from './roster.ts';

/** The hosts of the wave that runs, for what judges it as a whole. */
export class WaveTally {
  readonly #roster: Roster;
  #wave: Wave | undefined;
  #planned = new Set<string>();

  constructor(roster: Roster) {
    this.#roster = roster;
  }

  /** A stage has run; a host that `when` kept out of all stages of the wave was not planned. */
  note({ wave }: PlannedHostStage, { results }: JudgedStage): void {
    if (wave !== this.#wave) this.#planned = new Set();
    this.#wave = wave;
    for (const [host, { reason }] of results) if (reason !== 'when_is_false') this.#planned.add(host);
  }

  /** Those that were not brought back after a failure are not ok, also where it was before the rollout. */
  get tally(): Tally {
    const planned = [...this.#planned];
    return { planned: planned.length, ok: planned.filter((host) => !this.#roster.hasLeft(host)).length };
  }
}
