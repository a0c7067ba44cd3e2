import type { Plan, PlannedHostStage, PlannedStage } from '../plan/plan.ts';
import { idInAllWaves } from '../plan/waves.ts';
import { type StageCounts, stageCounts } from '../result/stage-counts.ts';
import type { TaskResult } from '../result/task-result.ts';
import type { JudgedStage } from '../stages/stage.ts';

type Results = JudgedStage['results'];

/** What the stages on hosts came to at which asserts and conditions of stages on this machine look. */
export class JudgedStages {
  readonly #stages: Plan['stages'];
  /** By the id of the stage. */
  readonly #results = new Map<string, Results>();

  constructor({ stages }: Plan) {
    this.#stages = stages;
  }

  /** A stage has run. */
  note(stage: PlannedHostStage, { results }: JudgedStage): void {
    if (this.#isJudged(stage)) this.#results.set(stage.id, results); // Those of 10,000 hosts are not kept for nobody.
  }

  has(id: string): boolean {
    return this.#results.has(id);
  }

  /** Of each host, that of the last of these stages that it had a part in. */
  lastResults(ids: readonly string[]): Results {
    return lastResults(ids.flatMap((id) => this.#results.get(id) ?? []));
  }

  /** Of the stages that have these registers. */
  counts(registers: readonly string[]): ReadonlyMap<string, StageCounts> {
    const counts = new Map<string, StageCounts>();
    for (const register of registers) {
      const those = this.#stages.filter((stage) => stage.register === register && this.has(stage.id));
      const last = those.at(-1);
      // A stage that is included again counts alone; one that runs in waves with all that it has run in.
      const counted = those.filter((stage) => stage === last || isSameInWaves(stage, last));
      if (counted.length > 0)
        counts.set(register, stageCounts(this.lastResults(counted.map(({ id }) => id))));
    }
    return counts;
  }

  #isJudged({ id, register = '' }: PlannedHostStage): boolean {
    return this.#stages.some((stage) => {
      if (stage.scope === 'controller') return stage.when?.registers.includes(register);
      if (stage.scope !== 'fleet') return false;
      const judgesIt = stage.judgedStages.includes(id) && (!stage.isOverWave || stage.claim !== undefined);
      return judgesIt || stage.claim?.registers.includes(register);
    });
  }
}

function lastResults(stages: readonly Results[]): Results {
  const [only, ...others] = stages;
  if (only !== undefined && others.length === 0) return only;
  const last = new Map<string, TaskResult>();
  for (const [host, result] of stages.flatMap((results) => [...results])) {
    const hasNoPart = result.reason === 'when_is_false' || result.reason === 'host_failed_before';
    if (!hasNoPart || !last.has(host)) last.set(host, result);
  }
  return last;
}

/** The same stage of the same rollout. */
function isSameInWaves(stage: PlannedStage, last: PlannedStage | undefined): boolean {
  return stage.wave !== undefined && last !== undefined && idInAllWaves(stage) === idInAllWaves(last);
}
