import type { RunEvent } from '../events/events.ts';
import type { Plan } from '../plan/plan.ts';
import type { Target } from '../stages/wait-for/target.ts';
import { waitedFor } from './waited-for.ts';

export interface WatchedStage {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  /** Later stages may use what it says. */
  readonly isRegistered: boolean;
  /** Of a `wait-for` stage. */
  readonly waitsFor?: Target;
}

const noStage: WatchedStage = { id: '', name: '', kind: '', isRegistered: false };

/** Hears the events of the run, to know what a simulated host is being asked for. */
export class StageWatch {
  readonly #registered: ReadonlySet<string>;
  readonly #waitedFor: ReadonlyMap<string, Target>;
  readonly #stages = new Map<string, WatchedStage>();
  readonly #now = new Map<string, WatchedStage>();

  constructor(plan: Plan) {
    this.#waitedFor = waitedFor(plan);
    this.#registered = new Set(
      plan.stages.flatMap(({ id, register }) => (register === undefined ? [] : [id])),
    );
  }

  onEvent(event: RunEvent): void {
    if (event.type === 'run-started') {
      for (const { id, name, kind } of event.stages) {
        const waitsFor = this.#waitedFor.get(id);
        const isRegistered = this.#registered.has(id);
        this.#stages.set(id, { id, name, kind, isRegistered, ...(waitsFor !== undefined && { waitsFor }) });
      }
    }
    if (event.type !== 'task-started') return;
    const { stage: id, host } = event;
    this.#now.set(host, this.byId(id));
  }

  byId(id: string): WatchedStage {
    return this.#stages.get(id) ?? { ...noStage, id, name: id };
  }

  /** The stage that the host is in. */
  of(host: string): WatchedStage {
    return this.#now.get(host) ?? noStage;
  }
}
