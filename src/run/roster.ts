import type { Vars } from '../inventory/host/host.ts';
import type { Known, PlannedCondition, PlannedControllerStage, PlannedHostStage } from '../plan/plan.ts';
import type { Facts } from '../result/facts.ts';
import { registeredResult } from '../result/registered-result.ts';
import type { TaskResult } from '../result/task-result.ts';

/** Which hosts are still with us, and what is known about each. */
export class Roster {
  /** Who failed, and the registers of the stages in which they did. */
  readonly #left = new Map<string, readonly string[]>();
  readonly #results = new Map<string, Vars>();
  readonly #facts = new Map<string, Facts>();
  #ofNoHost: Vars = {};

  /** The host failed in an earlier stage and was not brought back. */
  hasLeft(host: string): boolean {
    return this.#left.has(host);
  }

  /** It failed in a stage at whose result the condition looks: it may be chosen for a repair. */
  isRepairable(host: string, when: PlannedCondition | undefined): boolean {
    const failedIn = this.#left.get(host) ?? [];
    return failedIn.some((register) => when?.registers.includes(register));
  }

  /** They have a part in what follows again, although they failed. */
  takeBack(hosts: Iterable<{ readonly name: string }>): void {
    for (const { name } of hosts) this.#left.delete(name);
  }

  known(host: string): Known {
    const facts = this.#facts.get(host);
    const results = { ...this.#ofNoHost, ...this.#results.get(host) };
    return { results, ...(facts !== undefined && { facts }) };
  }

  /** Results of stages on this machine, by their registers: every host sees them too. */
  get ofNoHost(): Vars {
    return this.#ofNoHost;
  }

  noteOfNoHost({ register }: PlannedControllerStage, result: TaskResult): void {
    if (register === undefined) return;
    this.#ofNoHost = { ...this.#ofNoHost, [register]: { ...registeredResult(result) } };
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
    else if (result.outcome !== 'skipped' && !isTolerated) {
      const before = this.#left.get(host) ?? [];
      this.#left.set(host, stage.register === undefined ? before : [...before, stage.register]);
    }
  }
}
