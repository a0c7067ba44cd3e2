import type { PlannedStage } from '../../plan/plan.ts';

/** In which stages to come each host has a part. */
export class LaterStages {
  readonly #stages: readonly PlannedStage[];
  /** Stages with the same pattern have the same array. */
  readonly #names = new Map<readonly unknown[], ReadonlySet<string>>();

  constructor(stages: readonly PlannedStage[]) {
    this.#stages = stages;
  }

  /**
   * The place of the first stage after the one with this id that has the host; undefined when there is none. What only runs when a
   * wave has failed is none, unless that has happened.
   */
  next(host: string, stageId: string): number | undefined {
    const now = this.#stages.findIndex(({ id }) => id === stageId);
    const hasFailed = this.#stages[now]?.isOnFailure === true;
    const place = this.#stages.findIndex(
      (stage, at) =>
        at > now &&
        stage.scope === 'host' &&
        (hasFailed || !stage.isOnFailure) &&
        this.#has(stage.hosts, host),
    );
    return place < 0 ? undefined : place;
  }

  #has(hosts: readonly { readonly name: string }[], host: string): boolean {
    const known = this.#names.get(hosts);
    const names = known ?? new Set(hosts.map(({ name }) => name));
    if (known === undefined) this.#names.set(hosts, names);
    return names.has(host);
  }
}
