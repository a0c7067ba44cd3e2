import type { RunEvent } from '../events/events.ts';
import type { Plan } from '../plan/plan.ts';

export interface WatchedStage {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  /** Later stages may use what it says. */
  readonly isRegistered: boolean;
}

const noStage: WatchedStage = { id: '', name: '', kind: '', isRegistered: false };

/** Hears the events of the run, to know what a simulated host is being asked for. */
export class StageWatch {
  readonly #registered: ReadonlySet<string>;
  readonly #stages = new Map<string, WatchedStage>();
  readonly #now = new Map<string, WatchedStage>();

  constructor({ stages }: Pick<Plan, 'stages'>) {
    this.#registered = new Set(stages.flatMap(({ id, register }) => (register === undefined ? [] : [id])));
  }

  onEvent(event: RunEvent): void {
    if (event.type === 'run-started') {
      for (const { id, name, kind } of event.stages) {
        this.#stages.set(id, { id, name, kind, isRegistered: this.#registered.has(id) });
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
