import type { Problem } from '../../document/problem.ts';
import type { Host } from '../../inventory/host/host.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { selectHosts } from '../../inventory/select/select.ts';
import type { LoadedStage, LocatedPattern } from '../../playbook/playbook.ts';
import type { Doubt } from '../doubt.ts';

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
  readonly #byWave = new WeakMap<ReadonlySet<Host>, Map<Targets, Targets>>();

  constructor(inventory: Inventory, limit: string | undefined, doubt: Doubt) {
    this.#inventory = inventory;
    this.#doubt = doubt;
    const chosen = limit === undefined ? undefined : selectHosts(inventory, limit, undefined, doubt);
    const problems = chosen?.problems ?? [];
    this.limitProblems = problems.map((problem) => ({
      ...problem,
      about: 'limit' as const,
      message: `--limit: ${problem.message}`,
    }));
    if (problems.length === 0 && chosen?.isCertain === true) this.#limit = new Set(chosen.hosts);
  }

  /** No targets when the pattern is an error, or nobody can say whom it means. Where `wave` is given, only those of them. */
  of(
    located: LocatedPattern | undefined,
    wave?: ReadonlySet<Host>,
  ): { targets?: Targets; problems: readonly Problem[] } {
    const { targets, problems } = this.#chosenBy(located);
    if (targets === undefined || wave === undefined) return { ...(targets && { targets }), problems };
    const known = this.#byWave.get(wave) ?? new Map<Targets, Targets>();
    this.#byWave.set(wave, known);
    const both = known.get(targets) ?? {
      unlimited: targets.unlimited.filter((host) => wave.has(host)),
      hosts: targets.hosts.filter((host) => wave.has(host)),
    };
    known.set(targets, both);
    return { targets: both, problems };
  }

  #chosenBy(located: LocatedPattern | undefined): { targets?: Targets; problems: readonly Problem[] } {
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

/** Stages that would run in no wave. */
export function withoutItsRollout(stages: readonly LoadedStage[], targets: TargetSelection): Problem[] {
  return stages.flatMap((stage): Problem[] => {
    if (stage.scope !== 'host' || stage.rollout === undefined) return [];
    const rolledOut = targets.of(stage.rollout.hosts).targets?.unlimited;
    const own = targets.of(stage.hosts).targets?.unlimited;
    if (rolledOut === undefined || own === undefined || own.some((host) => rolledOut.includes(host)))
      return [];
    const message =
      'None of the hosts of this stage is among those of its rollout, so it would run in no wave.';
    const advice = 'Put it before or after the rollout, or give that these hosts too.';
    return [{ code: 'rollout-without-it', message, advice, place: stage.place }];
  });
}
