import type { Facts } from '../result/facts.ts';
import type { TaskResult } from '../result/task-result.ts';

/** What the engine tells. All but `progress` and `stage-progress` are in the journal before anyone else hears of them. */
export type RunEvent =
  | RunStarted
  | RunResumed
  | StageStarted
  | FactsGathered
  | TaskStarted
  | AttemptStarted
  | BootNoted
  | SourceMeasured
  | AttemptEnded
  | TaskEnded
  | StageEnded
  | RunEnded
  | Progress
  | StageProgress;

/** On every event. */
export interface Stamp {
  /** Wall clock, ISO 8601 in UTC with milliseconds. */
  readonly at: string;
  /** Monotonic, since the run began. */
  readonly elapsedMs: number;
}

export interface RunStarted extends Stamp {
  readonly type: 'run-started';
  readonly runId: string;
  readonly version: string;
  readonly playbook: { readonly path: string; readonly name: string; readonly sha256: string };
  readonly inventories: readonly string[];
  readonly runDirectory: string;
  readonly stages: readonly PlannedStage[];
  /** Every host that any stage plans to use, in the order of the inventory. */
  readonly hosts: readonly PlannedHost[];
  readonly controller?: ControllerMoment;
  /** Nothing of this has happened: the hosts were simulated. */
  readonly rehearsal?: Rehearsal;
}

/** What a rehearsal was given: the same gives the same events. */
export interface Rehearsal {
  readonly seed: number;
  /** The file of the model, as given; absent where nothing was to go wrong. */
  readonly model?: string;
}

/** A boot of the controller and how long it had lasted: tells the age of an attempt though the clock was set meanwhile. */
export interface ControllerMoment {
  /** Absent where the kernel tells none. */
  readonly bootId?: string;
  readonly uptimeSeconds: number;
}

/**
 * A run that was killed or interrupted goes on. What stands before it in the journal holds, but for an earlier
 * `run-ended` and what it takes up again. `elapsedMs` goes on where the last event stood.
 */
export interface RunResumed extends Stamp {
  readonly type: 'run-resumed';
  readonly version: string;
  readonly controller?: ControllerMoment;
  readonly stages: readonly PlannedStage[];
  readonly hosts: readonly PlannedHost[];
  readonly takesUp: readonly TakenUp[];
  /** What is not as it was when the run began, where the user accepted that. */
  readonly changed: readonly string[];
}

/** Tasks that had ended and run again: their `task-ended` and the `stage-ended` of their stage hold no more. */
export interface TakenUp {
  readonly stage: string;
  readonly hosts: readonly string[];
  /**
   * `afresh`: nothing of them holds. `settle`: their attempts hold, and where the journal does not tell how the last one
   * ended, its host is asked.
   */
  readonly how: 'afresh' | 'settle';
}

export interface PlannedStage {
  /** Stable inside a run: the place in the playbook, `1`, `2`, …, `4.2` where 4 includes it, `4.1.2` in the first wave of 4. */
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  /** How many hosts the pattern chose; 0 for stages that judge the fleet. */
  readonly hostCount: number;
  readonly concurrency: number;
  /** A failure in it does not make a host leave, and does not count for the exit code. */
  readonly continueOnError: boolean;
  /** Of a rollout; `rollout` is its place in the playbook, `number` counts from 1. */
  readonly wave?: { readonly rollout: string; readonly number: number; readonly of: number };
  /** It runs only when that wave has failed. */
  readonly isOnFailure?: true;
}

export interface PlannedHost {
  readonly name: string;
  readonly address: string;
  /** The id of the last stage that is to run there, those for failed waves aside. */
  readonly lastStage?: string;
}

export interface StageStarted extends Stamp {
  readonly type: 'stage-started';
  readonly stage: string;
  /** With those on which nothing starts, in the order of the plan. */
  readonly hosts: readonly string[];
  /** On how many of them nothing starts: they failed before, or `when` does not choose them. Absent where on none. */
  readonly leftOut?: number;
  /** How many of those `when` does not choose. Absent where it chooses all. */
  readonly whenFalse?: number;
  /** On how many of the others `when` decides as soon as they have told their facts. Absent where on none. */
  readonly undecided?: number;
  /** What is done on this machine, by a stage that runs here, once. */
  readonly doing?: string;
}

/** Once a host and run, before the first of its stages that uses facts: whether that one runs may depend on them. */
export interface FactsGathered extends Stamp {
  readonly type: 'facts-gathered';
  readonly stage: string;
  readonly host: string;
  readonly facts: Facts;
}

export interface TaskStarted extends Stamp {
  readonly type: 'task-started';
  readonly stage: string;
  readonly host: string;
}

export interface AttemptStarted extends Stamp {
  readonly type: 'attempt-started';
  readonly stage: string;
  readonly host: string;
  /** Counts from 1. */
  readonly attempt: number;
  readonly maxAttempts: number;
  /** By which evidence and processes of this attempt are found on the host. */
  readonly attemptId: string;
}

/** The boot in which the host was before an attempt that changes it, so that no reboot is done twice. */
export interface BootNoted extends Stamp {
  readonly type: 'boot-noted';
  readonly stage: string;
  readonly host: string;
  readonly attempt: number;
  readonly bootId: string;
}

/** What a stage sends, before its first host gets it, in a run in which stages may make or change files here. */
export interface SourceMeasured extends Stamp {
  readonly type: 'source-measured';
  readonly stage: string;
  readonly what: 'file' | 'tree';
  /** On this machine; absolute. */
  readonly path: string;
  /** Hexadecimal; of a tree that of its names, modes and contents. */
  readonly sha256: string;
}

/** Only when another attempt follows; the end of the last one is the end of the task. */
export interface AttemptEnded extends Stamp {
  readonly type: 'attempt-ended';
  readonly stage: string;
  readonly host: string;
  readonly attempt: number;
  readonly result: TaskResult;
  readonly retryInMs: number;
}

/**
 * Also for hosts that were left out: `skipped` and `cancelled` ones have no attempts and no `task-started`. Stages that
 * the run never came to have no events at all: `run-ended` says that it stopped.
 */
export interface TaskEnded extends Stamp {
  readonly type: 'task-ended';
  readonly stage: string;
  readonly host: string;
  readonly result: TaskResult;
  /** The host had left after a failure, this stage chose it by `when` and came out ok: it is back. */
  readonly isRecovery?: boolean;
}

export interface StageEnded extends Stamp {
  readonly type: 'stage-ended';
  readonly stage: string;
  /** False when an assert did not hold, or when a host of it did not come out ok. */
  readonly isGood: boolean;
  /** Ends the run: an assert that does not hold, a stage on this machine that failed, or a cancel while hosts had their stage. */
  readonly stopsRun: boolean;
  /** Over the hosts that the stage planned; `when: false` ones are not planned. Absent for asserts. */
  readonly tally?: { readonly ok: number; readonly planned: number };
  /** What an assert found, as a sentence: `19 of 20 hosts are ok (95 %), 95 % asked`. */
  readonly verdict?: string;
  /** Of a stage that ran on this machine, once; its `verdict` is the sentence of it. */
  readonly result?: TaskResult;
  readonly durationMs: number;
}

export interface RunEnded extends Stamp {
  readonly type: 'run-ended';
  readonly exitCode: 0 | 1 | 3 | 4 | 5 | 130;
  /** Why it stopped before its last stage. */
  readonly stopped?: string;
  /** Hosts that came out ok, and all that were planned. */
  readonly tally?: { readonly ok: number; readonly planned: number };
  /** Hosts on which the lock of the run may still be. */
  readonly locksLeft?: readonly string[];
  readonly durationMs: number;
}

/** For eyes only: not in the journal, may be dropped. */
export interface Progress extends Stamp {
  readonly type: 'progress';
  readonly stage: string;
  readonly host: string;
  /** What is going on, in two words: `connecting`, `running`, `sending`, `waiting`. */
  readonly doing: string;
  /** In bytes for transfers, in milliseconds for waits with a limit. */
  readonly done?: number;
  readonly total?: number;
  readonly unit?: 'bytes' | 'ms';
}

/** The same of a stage that runs on this machine, once. */
export interface StageProgress extends Stamp, Omit<Progress, 'type' | 'host'> {
  readonly type: 'stage-progress';
}
