import type { Problem } from '../document/problem.ts';
import type { Host } from '../inventory/host.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { selectHosts } from '../inventory/select.ts';
import type { LocatedPattern } from '../playbook/playbook.ts';

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
  readonly #limit: ReadonlySet<Host> | undefined;
  readonly #byPattern = new Map<string, Targets>();

  constructor(inventory: Inventory, limit: string | undefined) {
    this.#inventory = inventory;
    const { hosts, problems } =
      limit === undefined ? { hosts: [], problems: [] } : selectHosts(inventory, limit);
    this.limitProblems = problems.map((problem) => ({ ...problem, message: `--limit: ${problem.message}` }));
    this.#limit = limit === undefined ? undefined : new Set(hosts);
  }

  of({ pattern, at }: LocatedPattern): { targets?: Targets; problems: readonly Problem[] } {
    const key = [pattern].flat().join('\n');
    const known = this.#byPattern.get(key);
    if (known !== undefined) return { targets: known, problems: [] };
    const { hosts: unlimited, problems } = selectHosts(this.#inventory, pattern, at);
    if (problems.length > 0) return { problems };
    const limit = this.#limit;
    const hosts = limit === undefined ? unlimited : unlimited.filter((host) => limit.has(host));
    const targets = { unlimited, hosts };
    this.#byPattern.set(key, targets);
    return { targets, problems };
  }
}
