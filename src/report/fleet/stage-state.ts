import type {
  AttemptEnded,
  AttemptStarted,
  PlannedStage,
  Progress,
  StageEnded,
  StageProgress,
  StageStarted,
  TaskEnded,
  TaskStarted,
} from '../../events/events.ts';
import type { Outcome } from '../../result/outcome.ts';
import { progressed, type RunningTask, type SettledTask, settledTask, startedTask } from './running-task.ts';

export type TaskEvent = TaskStarted | AttemptStarted | AttemptEnded | TaskEnded | Progress;

/** Of tasks that are over, the views need no more than fill a large screen. */
const keptRows = 200;

/** A stage as far as the run has come. What is kept per host is let go at its end. */
export class StageState {
  readonly facts: PlannedStage;
  /** Its place in the run, from 1. */
  readonly number: number;
  startedMs: number | undefined;
  end: StageEnded | undefined;
  /** With those that are left out. */
  hostCount: number;
  readonly counts: Record<Outcome, number> = {
    ok: 0,
    failed: 0,
    unreachable: 0,
    unknown: 0,
    cancelled: 0,
    skipped: 0,
  };
  /** Of the skipped ones: those whose `when` did not hold. */
  whenFalse = 0;
  /** Of the ok ones: those that say that they changed something. Commands do not know. */
  changed = 0;
  /** Tasks that ran, and how long they took all together. */
  ran = 0;
  ranMs = 0;

  /** Not begun, in the order of the plan. */
  readonly waiting = new Set<string>();
  /** In the order of their start: the longest first. */
  readonly running = new Map<string, RunningTask>();
  /** Running too, but an attempt has failed already. */
  readonly retrying = new Map<string, RunningTask>();
  /** What this machine does, in a stage that runs here, once. */
  here: RunningTask | undefined;

  /** The newest last. */
  readonly lastFailed: SettledTask[] = [];
  readonly lastOther: SettledTask[] = [];
  /** The sum of the starts of all running tasks: their ages without a walk. */
  startedMsSum = 0;

  constructor(facts: PlannedStage, number: number) {
    this.facts = facts;
    this.number = number;
    this.hostCount = facts.hostCount;
  }

  /** Hosts that came to an end of any kind. */
  get ended(): number {
    return this.counts.ok + this.counts.skipped + this.bad;
  }

  /** Hosts that were to run and did not come out ok. */
  get bad(): number {
    const { failed, unreachable, unknown, cancelled } = this.counts;
    return failed + unreachable + unknown + cancelled;
  }

  get active(): number {
    return this.running.size + this.retrying.size;
  }

  begin({ hosts, elapsedMs, doing }: StageStarted): void {
    this.startedMs = elapsedMs;
    this.hostCount = hosts.length;
    for (const host of hosts) this.waiting.add(host);
    if (doing !== undefined) this.here = { ...startedTask('', elapsedMs), doing };
  }

  /** Of this machine. */
  hearHere(event: StageProgress): void {
    const task = this.here ?? startedTask('', event.elapsedMs);
    this.here = progressed(task, { ...event, type: 'progress', host: '' });
  }

  hear(event: TaskEvent): void {
    if (event.type === 'task-ended') this.#settle(event);
    else this.#follow(event);
  }

  finish(event: StageEnded): void {
    this.end = event;
    this.here = undefined;
    for (const rows of [this.waiting, this.running, this.retrying]) rows.clear();
    this.lastFailed.length = 0;
    this.lastOther.length = 0;
  }

  #follow(event: Exclude<TaskEvent, TaskEnded>): void {
    const { host } = event;
    const rows = this.retrying.has(host) || event.type === 'attempt-ended' ? this.retrying : this.running;
    const known = this.retrying.get(host) ?? this.running.get(host) ?? this.#start(event);
    if (rows === this.retrying) this.running.delete(host);
    rows.set(host, event.type === 'task-started' ? known : progressed(known, event));
  }

  #start({ host, elapsedMs }: TaskEvent): RunningTask {
    this.waiting.delete(host);
    this.startedMsSum += elapsedMs;
    return startedTask(host, elapsedMs);
  }

  #settle(event: TaskEnded): void {
    const { host, result } = event;
    const task = this.running.get(host) ?? this.retrying.get(host);
    if (task !== undefined) this.startedMsSum -= task.startedMs;
    for (const rows of [this.waiting, this.running, this.retrying]) rows.delete(host);
    this.counts[result.outcome]++;
    if (result.reason === 'when_is_false') this.whenFalse++;
    if (result.outcome === 'ok' && result.changed === true) this.changed++;
    if (task !== undefined) {
      this.ran++;
      this.ranMs += Math.max(0, event.elapsedMs - task.startedMs);
    }
    const isFailure = ['failed', 'unreachable', 'unknown'].includes(result.outcome);
    keep(isFailure ? this.lastFailed : this.lastOther, settledTask(event));
  }
}

function keep(rows: SettledTask[], row: SettledTask): void {
  rows.push(row);
  if (rows.length > keptRows) rows.shift();
}
