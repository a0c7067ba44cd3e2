import type { RunEvent } from '../../events/events.ts';
import type { Plan } from '../../plan/plan.ts';
import type { FleetState } from '../../report/fleet/fleet-state.ts';
import type { Outcome } from '../../result/outcome.ts';
import { ratePercent } from '../../result/success-rate.ts';
import type { RehearsalEnd } from '../rehearse.ts';
import { happeningsOf } from './happenings.ts';

/** They change nothing on a host; `local` runs here, also where it runs once for each. */
const kindsThatOnlyLook: ReadonlySet<string> = new Set(['wait-for', 'wait-online', 'local']);

/** Hears a rehearsal, and knows afterwards what tests ask about. */
export class Observation {
  readonly touched = new Set<string>();

  readonly #onlyLook = new Set<string>();
  readonly #rollouts: ReadonlyMap<string, string>;

  constructor({ stages }: Pick<Plan, 'stages'>) {
    this.#rollouts = new Map(
      stages.flatMap(({ wave }) => (wave?.name === undefined ? [] : [[wave.rollout, wave.name] as const])),
    );
  }

  onEvent(event: RunEvent): void {
    if (event.type === 'run-started') {
      for (const { id, kind } of event.stages) if (kindsThatOnlyLook.has(kind)) this.#onlyLook.add(id);
    }
    const isEnd = event.type === 'task-ended' || event.type === 'attempt-ended';
    if (isEnd && event.result.ran !== 'no' && !this.#onlyLook.has(event.stage)) this.touched.add(event.host);
  }

  seen({ exitCode, results }: RehearsalEnd): Seen {
    return new Seen({ fleet: results.fleet, exitCode, touched: this.touched, rollouts: this.#rollouts });
  }
}

export interface SeenStage {
  readonly id: string;
  readonly name: string;
  readonly wave?: {
    /** Of the rollout, where it has one. */
    readonly name?: string;
    readonly number: number;
  };
  readonly status: 'good' | 'bad' | 'not_run';
  readonly counts: Readonly<Record<Outcome, number>>;
}

interface SeenParts {
  readonly fleet: FleetState;
  readonly exitCode: number;
  readonly touched: ReadonlySet<string>;
  /** Names by id. */
  readonly rollouts: ReadonlyMap<string, string>;
}

/** What came out of one rehearsal. */
export class Seen {
  readonly exitCode: number;
  readonly touched: ReadonlySet<string>;
  readonly #fleet: FleetState;
  readonly #rollouts: ReadonlyMap<string, string>;

  constructor({ fleet, exitCode, touched, rollouts }: SeenParts) {
    this.#fleet = fleet;
    this.#rollouts = rollouts;
    this.exitCode = exitCode;
    this.touched = touched;
  }

  get takesMs(): number {
    return this.#fleet.end?.durationMs ?? this.#fleet.elapsedMs;
  }

  /** In percent; cut, never rounded up. */
  get successRate(): number {
    const hosts = this.#fleet.run?.hosts ?? [];
    const ok = hosts.filter(({ name }) => this.#fleet.hostOutcome(name).isSuccess).length;
    return ratePercent({ ok, planned: hosts.length });
  }

  get stages(): readonly SeenStage[] {
    return this.#fleet.stages.map(({ facts, startedMs, end, counts }) => ({
      id: facts.id,
      name: facts.name,
      ...(facts.wave !== undefined && { wave: this.#waveOf(facts.wave) }),
      status: startedMs === undefined ? 'not_run' : end?.isGood ? 'good' : 'bad',
      counts,
    }));
  }

  #waveOf({ rollout, number }: { readonly rollout: string; readonly number: number }) {
    const name = this.#rollouts.get(rollout);
    return { number, ...(name !== undefined && { name }) };
  }

  /** The stage that ended the run before its last one. */
  get stopsIn(): SeenStage | undefined {
    const last = this.#fleet.stages.findLast(({ end }) => end?.stopsRun);
    return this.stages.find(({ id }) => id === last?.facts.id);
  }

  /** What went wrong, in sentences. */
  get happenings(): readonly string[] {
    return happeningsOf(this.#fleet);
  }

  outcome(host: string): Outcome {
    return this.#fleet.hostOutcome(host).outcome;
  }
}
