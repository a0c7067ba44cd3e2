import type {
  AttemptStarted,
  BootNoted,
  ControllerMoment,
  RunEvent,
  RunResumed,
  RunStarted,
  StageEnded,
  StageStarted,
  TaskEnded,
} from '../../events/events.ts';
import type { Facts } from '../../result/facts.ts';
import type { TaskResult } from '../../result/task-result.ts';
import { type Changes, changesWith } from '../attempt/changes-before.ts';

/** A task of which the journal tells no end. */
export interface OpenTask {
  /** On the run's own clock. */
  readonly startedMs: number;
  /** The last attempt that was begun. */
  readonly attempt?: PastAttempt;
  /** What the attempts came to that are over. */
  readonly before?: TaskResult;
}

/** An attempt that an earlier process of the run began. */
export interface PastAttempt {
  /** Counts from 1. */
  readonly number: number;
  readonly attemptId: string;
  readonly startedWallMs: number;
  /** Of the controller then. */
  readonly controller?: ControllerMoment;
  /** The host's boot before a command that reboots it. */
  readonly bootId?: string;
  /** What the task came to with it, where the journal tells that and that another one was to follow. */
  readonly ended?: TaskResult;
}

/** What the journal of a run tells, for the process that goes on with it. */
export class Past {
  /** Where the run's clock goes on. */
  readonly elapsedMs: number;
  readonly #stages = new Map<string, { readonly started: StageStarted; end?: StageEnded }>();
  readonly #ended = new Map<string, TaskResult>();
  readonly #open = new Map<string, OpenTask>();
  /** Of those that hold no more, too: what they did on the host is there. */
  readonly #changes = new Map<string, { readonly changes: Changes; readonly isOver: boolean }>();
  /** By host. */
  readonly facts = new Map<string, Facts>();
  #began: RunStarted | RunResumed | undefined;

  /** The events are those of `settledHistory`, `all` are those of the journal: what was taken back has taken its time. */
  constructor(events: readonly RunEvent[], all = events) {
    this.elapsedMs = all.reduce((latest, { elapsedMs }) => Math.max(latest, elapsedMs), 0);
    for (const event of events) this.#add(event);
    for (const event of all) this.#addChanges(event);
  }

  /** When the stage began on the run's own clock; undefined when it has not. */
  stageStartedMs(stage: string): number | undefined {
    return this.#stages.get(stage)?.started.elapsedMs;
  }

  /** It was to do something on this machine, once. */
  hasBegunHere(stage: string): boolean {
    return this.#stages.get(stage)?.started.doing !== undefined;
  }

  stageEnd(stage: string): StageEnded | undefined {
    return this.#stages.get(stage)?.end;
  }

  result(stage: string, host: string): TaskResult | undefined {
    return this.#ended.get(key(stage, host));
  }

  openTask(stage: string, host: string): OpenTask | undefined {
    return this.#open.get(key(stage, host));
  }

  /** What the attempts of the task have changed, in all processes of the run. */
  changes(stage: string, host: string): Changes {
    const { changes, isOver } = this.#changes.get(key(stage, host)) ?? nothingYet;
    return changes === 'none' && !isOver ? 'maybe' : changes;
  }

  get openCount(): number {
    return this.#open.size;
  }

  #add(event: RunEvent): void {
    switch (event.type) {
      case 'run-started':
      case 'run-resumed':
        this.#began = event;
        return;
      case 'stage-started':
        this.#stages.set(event.stage, { started: event });
        return;
      case 'stage-ended': {
        const stage = this.#stages.get(event.stage);
        if (stage !== undefined) stage.end = event;
        return;
      }
      case 'task-started':
        this.#open.set(key(event.stage, event.host), { startedMs: event.elapsedMs });
        return;
      case 'attempt-started':
        this.#update(event, this.#attemptOf(event));
        return;
      case 'boot-noted':
        this.#update(event, { ...this.#attempt(event), bootId: event.bootId });
        return;
      case 'attempt-ended':
        this.#update(event, { ...this.#attempt(event), ended: event.result }, event.result);
        return;
      case 'task-ended':
        this.#end(event);
        return;
      case 'facts-gathered':
        this.facts.set(event.host, event.facts);
        return;
      case 'source-measured':
      case 'run-ended':
      case 'progress':
      case 'stage-progress':
        return;
    }
  }

  #addChanges(event: RunEvent): void {
    if (event.type !== 'attempt-started' && event.type !== 'attempt-ended' && event.type !== 'task-ended')
      return;
    const task = key(event.stage, event.host);
    const { changes } = this.#changes.get(task) ?? nothingYet;
    const isOver = event.type !== 'attempt-started';
    this.#changes.set(task, { changes: isOver ? changesWith(changes, event.result) : changes, isOver });
  }

  #attemptOf({ attempt: number, attemptId, at, elapsedMs }: AttemptStarted): PastAttempt {
    const { controller, elapsedMs: beganMs = 0 } = this.#began ?? {};
    return {
      number,
      attemptId,
      startedWallMs: Date.parse(at),
      ...(controller !== undefined && {
        controller: {
          ...controller,
          uptimeSeconds: controller.uptimeSeconds + (elapsedMs - beganMs) / 1000,
        },
      }),
    };
  }

  #attempt({ stage, host }: Pick<BootNoted, 'stage' | 'host'>): PastAttempt {
    const attempt = this.#open.get(key(stage, host))?.attempt;
    if (attempt === undefined) throw new Error(`the journal has an attempt on ${host} that was never begun`);
    return attempt;
  }

  #update(
    { stage, host }: Pick<BootNoted, 'stage' | 'host'>,
    attempt: PastAttempt,
    before?: TaskResult,
  ): void {
    const task = this.#open.get(key(stage, host));
    if (task === undefined) throw new Error(`the journal has a task on ${host} that was never begun`);
    this.#open.set(key(stage, host), { ...task, attempt, ...(before !== undefined && { before }) });
  }

  #end({ stage, host, result }: TaskEnded): void {
    this.#open.delete(key(stage, host));
    this.#ended.set(key(stage, host), result);
  }
}

const nothingYet = { changes: 'none', isOver: true } as const;

function key(stage: string, host: string): string {
  return `${stage}\0${host}`;
}
