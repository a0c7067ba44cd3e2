import type { PlannedStage, RunEvent } from '../events/events.ts';
import type { PlannedHostStage } from '../plan/plan.ts';
import { nameInAllWaves } from '../plan/stage/stage-name.ts';
import { bringsFiles, type Changes } from './attempt/changes-before.ts';
import type { AttemptResult } from './attempt/run-attempt.ts';
import { Past } from './resume/past.ts';

type NamedStage = Pick<PlannedStage, 'name' | 'kind'>;

/** The run that this one does again, on the hosts that did not come out ok: what it changed there has not been answered yet. */
export class RepeatedRun {
  readonly #id: string;
  readonly #past: Past;
  /** The ids of its stages: of one in a rollout there are several, and the playbook may have moved it since. */
  readonly #stages = new Map<string, Set<string>>();
  /** The one that it did again itself. */
  readonly #before: RepeatedRun | undefined;

  constructor(id: string, history: readonly RunEvent[], before?: RepeatedRun) {
    this.#id = id;
    this.#past = new Past(history);
    this.#before = before;
    for (const event of history) {
      if (event.type !== 'run-started' && event.type !== 'run-resumed') continue;
      for (const stage of event.stages) {
        const ids = this.#stages.get(keyOf(stage)) ?? new Set();
        this.#stages.set(keyOf(stage), ids.add(stage.id));
      }
    }
  }

  /**
   * What an attempt came to that found all of it there already: where the repeated run brought it, and then failed, a later stage with
   * `when: results.NAME.changed` has still to do what it is there for.
   */
  unanswered(ended: AttemptResult, stage: PlannedHostStage, host: string): AttemptResult {
    if (ended.outcome !== 'ok' || ended.changed !== false) return ended;
    const { id, changes } = this.#changes({ name: stage.name, kind: stage.kind.name }, host);
    if (changes === 'none' || (changes === 'maybe' && !bringsFiles(stage))) return ended;
    const note = `run ${id}, which is repeated here, ${changes === 'some' ? 'changed' : 'may have changed'} it`;
    return {
      ...ended,
      changed: true,
      message: ended.message === undefined ? note : `${ended.message}; ${note}`,
    };
  }

  #changes(stage: NamedStage, host: string): { readonly id: string; readonly changes: Changes } {
    const all = [...(this.#stages.get(keyOf(stage)) ?? [])].map((id) => this.#past.changes(id, host));
    const changes = all.includes('some') ? 'some' : all.includes('maybe') ? 'maybe' : 'none';
    if (changes === 'some' || this.#before === undefined) return { id: this.#id, changes };
    const earlier = this.#before.#changes(stage, host);
    return earlier.changes === 'none' ? { id: this.#id, changes } : earlier;
  }
}

function keyOf({ kind, name }: NamedStage): string {
  return JSON.stringify([kind, nameInAllWaves(name)]);
}
