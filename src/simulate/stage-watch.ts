import type { RunEvent } from '../events/events.ts';

export interface WatchedStage {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
}

const noStage: WatchedStage = { id: '', name: '', kind: '' };

/** Hears the events of the run, to know what a simulated host is being asked for. */
export class StageWatch {
  readonly #stages = new Map<string, WatchedStage>();
  readonly #now = new Map<string, WatchedStage>();

  onEvent(event: RunEvent): void {
    if (event.type === 'run-started') for (const stage of event.stages) this.#stages.set(stage.id, stage);
    if (event.type !== 'task-started') return;
    const { stage: id, host } = event;
    this.#now.set(host, this.#stages.get(id) ?? { ...noStage, id, name: id });
  }

  /** The stage that the host is in. */
  of(host: string): WatchedStage {
    return this.#now.get(host) ?? noStage;
  }
}
