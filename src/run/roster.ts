import type { Vars } from '../inventory/host.ts';
import type { Known, PlannedHostStage } from '../plan/plan.ts';
import type { Facts } from '../result/facts.ts';
import { registeredResult } from '../result/registered-result.ts';
import type { TaskResult } from '../result/task-result.ts';

/** Which hosts are still with us, and what is known about each. */
export class Roster {
  readonly #left = new Set<string>();
  readonly #results = new Map<string, Vars>();
  readonly #facts = new Map<string, Facts>();

  /** The host failed in an earlier stage and was not brought back. */
  hasLeft(host: string): boolean {
    return this.#left.has(host);
  }

  known(host: string): Known {
    const facts = this.#facts.get(host);
    return { results: this.#results.get(host) ?? {}, ...(facts !== undefined && { facts }) };
  }

  noteFacts(host: string, facts: Facts): void {
    this.#facts.set(host, facts);
  }

  /** What a task that is over means for the stages that follow. */
  note(stage: PlannedHostStage, host: string, result: TaskResult): void {
    if (stage.register !== undefined) {
      const before = this.#results.get(host) ?? {};
      this.#results.set(host, { ...before, [stage.register]: { ...registeredResult(result) } });
    }
    const isTolerated = result.outcome === 'failed' && stage.continueOnError;
    if (result.outcome === 'ok') this.#left.delete(host);
    else if (result.outcome !== 'skipped' && !isTolerated) this.#left.add(host);
  }
}
