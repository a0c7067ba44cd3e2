import type { AttemptEnded, PlannedStage, RunEvent } from '../../events/events.ts';
import type { Outcome } from '../../result/outcome.ts';
import type { TaskResult } from '../../result/task-result.ts';
import { FleetState } from '../fleet/fleet-state.ts';
import { type OutputGroup, OutputGroups } from '../grouped/output-group.ts';

/** What one stage was on one host. */
export interface TaskStory {
  readonly stage: PlannedStage;
  /** Attempts that did not come out well and were followed by another, in order. */
  readonly earlier: AttemptEnded[];
  /** Absent while it is not over, or where nobody heard of its end. */
  result?: TaskResult;
}

/** What became of something, or `open`: it is not over. */
export type Standing = Outcome | 'open';

/** All of a run that a page about it tells: the fold over its events from which the page is drawn. */
export class RunStory {
  readonly fleet = new FleetState();
  /** Its process lives: what is not over is no failure. */
  readonly isGoingOn: boolean;
  readonly #tasks = new Map<string, Map<string, TaskStory>>();
  readonly #said = new Map<string, OutputGroups>();

  constructor({ isGoingOn = false } = {}) {
    this.isGoingOn = isGoingOn;
  }

  onEvent(event: RunEvent): void {
    this.fleet.apply(event);
    if (event.type === 'task-started') this.#task(event);
    else if (event.type === 'attempt-ended') this.#task(event)?.earlier.push(event);
    else if (event.type === 'task-ended') {
      const task = this.#task(event);
      if (task !== undefined) task.result = event.result;
      this.#hear(event.stage, event.host, event.result);
    } else if (event.type === 'stage-ended' && event.result !== undefined) {
      this.#hear(event.stage, '', event.result);
    }
  }

  /** In the order in which they began. */
  tasks(host: string): readonly TaskStory[] {
    return [...(this.#tasks.get(host)?.values() ?? [])];
  }

  /** What hosts, or this machine (a host without a name), wrote in a stage; those that wrote nothing are left out. */
  said(stage: string): readonly OutputGroup[] {
    return this.#said.get(stage)?.sorted() ?? [];
  }

  /** Of a host over all its stages so far. */
  hostStanding(host: string): Standing {
    const { outcome, isSuccess } = this.fleet.hostOutcome(host);
    const isOver = isSuccess || outcome === 'failed' || outcome === 'unreachable';
    return this.isGoingOn && !isOver ? 'open' : outcome;
  }

  /** Of a task: where nobody heard of its end, and nobody will, that is `unknown`, as it is of a host. */
  taskStanding({ result }: TaskStory): Standing {
    return result?.outcome ?? (this.isGoingOn ? 'open' : 'unknown');
  }

  #task({ host, stage: id }: { readonly host: string; readonly stage: string }): TaskStory | undefined {
    const stage = this.fleet.stage(id)?.facts;
    if (stage === undefined) return undefined;
    const ofHost = this.#tasks.get(host) ?? new Map<string, TaskStory>();
    const task = ofHost.get(id) ?? { stage, earlier: [] };
    this.#tasks.set(host, ofHost.set(id, task));
    return task;
  }

  #hear(stage: string, host: string, result: TaskResult): void {
    if (!result.stdout?.tail && !result.stderr?.tail) return;
    const groups = this.#said.get(stage) ?? new OutputGroups(() => undefined);
    groups.add(this.fleet.host(host), result);
    this.#said.set(stage, groups);
  }
}
