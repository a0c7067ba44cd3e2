import type { Problem } from '../document/problem.ts';
import type { Host } from '../inventory/host.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { selectHosts } from '../inventory/select.ts';
import type { LocatedPattern } from '../playbook/playbook.ts';
import type { Doubt } from './doubt.ts';

export interface Targets {
  /** What the stage's own pattern chooses. */
  readonly unlimited: readonly Host[];
  /** Those of them that the limit leaves: equal patterns give the same array. */
  readonly hosts: readonly Host[];
}

/** Chooses the hosts of stages; each pattern is looked at once. */
export class TargetSelection {
  /** Of the limit itself. */
  readonly limitProblems: readonly Problem[];
  readonly #inventory: Inventory;
  readonly #doubt: Doubt;
  /** Absent when it is an error too, so that all stages are checked. */
  readonly #limit: ReadonlySet<Host> | undefined;
  readonly #byPattern = new Map<string, Targets>();

  constructor(inventory: Inventory, limit: string | undefined, doubt: Doubt) {
    this.#inventory = inventory;
    this.#doubt = doubt;
    const chosen = limit === undefined ? undefined : selectHosts(inventory, limit, undefined, doubt);
    const problems = chosen?.problems ?? [];
    this.limitProblems = problems.map((problem) => ({ ...problem, message: `--limit: ${problem.message}` }));
    if (problems.length === 0 && chosen?.isCertain === true) this.#limit = new Set(chosen.hosts);
  }

  /** No targets when the pattern is an error, or nobody can say whom it means. */
  of(located: LocatedPattern | undefined): { targets?: Targets; problems: readonly Problem[] } {
    if (located === undefined) return { problems: [] };
    const { pattern, at } = located;
    const key = [pattern].flat().join('\n');
    const known = this.#byPattern.get(key);
    if (known !== undefined) return { targets: known, problems: [] };
    const { hosts: unlimited, problems, isCertain } = selectHosts(this.#inventory, pattern, at, this.#doubt);
    if (problems.length > 0 || !isCertain) return { problems };
    const limit = this.#limit;
    const hosts = limit === undefined ? unlimited : unlimited.filter((host) => limit.has(host));
    const targets = { unlimited, hosts };
    this.#byPattern.set(key, targets);
    return { targets, problems };
  }
}
