import { cells } from '../../document/cells.ts';
import type {
  BootNoted,
  FactsGathered,
  PlannedHost,
  RunEnded,
  RunEvent,
  RunResumed,
  RunStarted,
  SourceMeasured,
  TaskEnded,
} from '../../events/events.ts';
import { isBad } from '../../result/outcome.ts';
import { afterTask, type HostOutcome, type HostStanding, hostOutcome, noTaskYet } from '../host-outcome.ts';
import { safeLine } from '../text/safe-text.ts';
import { FailureGroups } from './failure-groups.ts';
import { StageState } from './stage-state.ts';

/** What is known of a run so far: the fold over its events from which all views for eyes draw. O(1) an event. */
export class FleetState {
  run: RunStarted | undefined;
  /** In the order of the plan. */
  stages: readonly StageState[] = [];
  /** The stage that runs now. */
  current: StageState | undefined;
  end: RunEnded | undefined;
  /** Of the newest event. */
  elapsedMs = 0;
  at = '';
  /** The widest name of all hosts, in cells. */
  longestHostName = 0;
  /** Hosts that had failed and were brought back by a later stage. */
  recovered = 0;
  readonly failures = new FailureGroups();
  readonly #stages = new Map<string, StageState>();
  readonly #hosts = new Map<string, PlannedHost>();
  readonly #standings = new Map<string, HostStanding>();
  /** Those whose last stage has ended. */
  readonly #over = new Set<string>();

  apply(event: RunEvent): void {
    this.elapsedMs = Math.max(this.elapsedMs, event.elapsedMs);
    this.at = event.at;
    if (event.type === 'run-started') this.#begin(event);
    else if (event.type === 'run-resumed') this.#resume(event);
    else if (event.type === 'run-ended') this.end = event;
    else this.#hear(event);
  }

  /** Its place in `stages`, for views that hear of a stage by its id. */
  stage(id: string): StageState | undefined {
    return this.#stages.get(id);
  }

  host(name: string): PlannedHost {
    return this.#hosts.get(name) ?? { name, address: name };
  }

  /** It has a task that began and has not ended. */
  isOpen(host: string): boolean {
    return this.current?.running.has(host) === true || this.current?.retrying.has(host) === true;
  }

  /** Over all stages so far. A task of which no end was heard may have run. */
  hostOutcome(host: string): HostOutcome {
    if (this.isOpen(host)) return { outcome: 'unknown', isSuccess: false };
    const isOver = this.#over.has(host) || this.#hosts.get(host)?.lastStage === undefined;
    return hostOutcome(this.#standings.get(host) ?? noTaskYet, isOver);
  }

  #begin(event: RunStarted): void {
    this.run = event;
    this.#expect(event);
  }

  /** The plan may be another one, where the user accepted that. */
  #resume({ stages, hosts }: RunResumed): void {
    if (this.run === undefined) return;
    this.run = { ...this.run, stages, hosts };
    this.#expect(this.run);
  }

  #expect({ stages, hosts }: RunStarted): void {
    this.stages = stages.map((facts, at) => {
      const before = this.#stages.get(facts.id);
      const hasBegun = before?.startedMs !== undefined;
      return hasBegun ? before : new StageState(facts, at + 1);
    });
    for (const stage of this.stages) this.#stages.set(stage.facts.id, stage);
    for (const host of hosts) {
      this.#hosts.set(host.name, host);
      this.longestHostName = Math.max(this.longestHostName, cells(safeLine(host.name)));
    }
  }

  #hear(event: Exclude<RunEvent, RunStarted | RunResumed | RunEnded>): void {
    const stage = this.#stages.get(event.stage);
    if (stage === undefined || stage.end !== undefined) return;
    if (event.type === 'stage-started') {
      this.current = stage;
      stage.begin(event);
    } else if (event.type === 'stage-ended') {
      this.current = undefined;
      stage.finish(event);
      if (event.result !== undefined && isBad(event.result.outcome))
        this.failures.addHere(stage.facts, event.result);
    } else if (event.type === 'stage-progress') {
      stage.hearHere(event);
    } else if (!isBesideTasks(event)) {
      if (event.type === 'task-ended') this.#judge(stage, event);
      stage.hear(event);
    }
  }

  #judge({ facts }: StageState, event: TaskEnded): void {
    const { host, result, isRecovery = false } = event;
    const { outcome, reason } = result;
    const { continueOnError } = facts;
    const task = { outcome, continueOnError, isRecovery, ...(reason !== undefined && { reason }) };
    this.#standings.set(host, afterTask(this.#standings.get(host) ?? noTaskYet, task));
    if (this.#hosts.get(host)?.lastStage === facts.id) this.#over.add(host);
    if (isRecovery) {
      this.recovered++;
      this.failures.forget(host);
    }
    if (isBad(outcome)) this.failures.add(facts, this.host(host), result);
  }
}

function isBesideTasks(event: RunEvent): event is FactsGathered | BootNoted | SourceMeasured {
  return event.type === 'facts-gathered' || event.type === 'boot-noted' || event.type === 'source-measured';
}
