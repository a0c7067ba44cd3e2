import type { PlannedStage, RunEvent } from '../events/events.ts';
import type { PlannedHostStage } from '../plan/plan.ts';
import { nameInAllWaves } from '../plan/stage/stage-name.ts';
import { idInAllWaves } from '../plan/waves.ts';
import { bringsFiles, type Changes } from './attempt/changes-before.ts';
import type { AttemptResult } from './attempt/run-attempt.ts';
import { withNote } from './attempt/with-note.ts';
import { settledHistory } from './journal/history.ts';
import { Past } from './resume/past.ts';

type NamedStage = Pick<PlannedStage, 'id' | 'name' | 'kind' | 'wave'>;

export interface RepeatedRunParts {
  readonly id: string;
  /** All that its journal tells. */
  readonly events: readonly RunEvent[];
  /** Its playbook, with all that it includes, is the one that is run now. */
  readonly isOfSamePlaybook: boolean;
  /** The run that it did again itself. */
  readonly before?: RepeatedRun | undefined;
}

/** The run that this one does again, on the hosts that did not come out ok: what it changed there has not been answered yet. */
export class RepeatedRun {
  readonly #id: string;
  readonly #past: Past;
  readonly #before: RepeatedRun | undefined;
  /** Those that share kind and name, by these. */
  readonly #namesakes = new Map<string, NamedStage[]>();
  /** Its stages stand where they stood then. */
  readonly #areInPlace: boolean;

  constructor({ id, events, isOfSamePlaybook, before }: RepeatedRunParts) {
    this.#id = id;
    this.#past = new Past(settledHistory(events), events);
    this.#before = before;
    const wasChanged = events.some((event) => event.type === 'run-resumed' && event.changed.length > 0);
    this.#areInPlace = isOfSamePlaybook && !wasChanged;
    for (const event of events) {
      if (event.type !== 'run-started' && event.type !== 'run-resumed') continue;
      for (const stage of event.stages) {
        this.#namesakes.set(keyOf(stage), [...(this.#namesakes.get(keyOf(stage)) ?? []), stage]);
      }
    }
  }

  /**
   * What an attempt came to that found all of it there already: where the repeated run brought it, and then failed, a later stage with
   * `when: results.NAME.changed` has still to do what it is there for.
   */
  unanswered(ended: AttemptResult, stage: PlannedHostStage, host: string): AttemptResult {
    if (ended.outcome !== 'ok' || ended.changed !== false) return ended;
    const { id, name, wave } = stage;
    const named = { id, name, kind: stage.kind.name, ...(wave !== undefined && { wave }) };
    const { by, changes } = this.#changes(named, host);
    if (changes === 'none' || (changes === 'maybe' && !bringsFiles(stage))) return ended;
    const note = `run ${by}, which is repeated here, ${changes === 'some' ? 'changed' : 'may have changed'} it`;
    return withNote({ ...ended, changed: true }, note);
  }

  /** `by`: the run that made them. */
  #changes(stage: NamedStage, host: string): { readonly by: string; readonly changes: Changes } {
    const all = this.#same(stage).map(({ id }) => this.#past.changes(id, host));
    const changes = all.includes('some') ? 'some' : all.includes('maybe') ? 'maybe' : 'none';
    if (changes === 'some' || this.#before === undefined) return { by: this.#id, changes };
    const earlier = this.#before.#changes(stage, host);
    return earlier.changes === 'none' ? { by: this.#id, changes } : earlier;
  }

  /** That stage as this run had it, in all waves; where the playbook may have moved it since, each that is called so. */
  #same(stage: NamedStage): readonly NamedStage[] {
    const namesakes = this.#namesakes.get(keyOf(stage)) ?? [];
    const there = namesakes.filter((each) => idInAllWaves(each) === idInAllWaves(stage));
    return this.#areInPlace && there.length > 0 ? there : namesakes;
  }
}

function keyOf({ kind, name }: Pick<NamedStage, 'kind' | 'name'>): string {
  return JSON.stringify([kind, nameInAllWaves(name)]);
}
