import type { Place } from '../document/problem.ts';
import type { Host, Vars } from '../inventory/host/host.ts';
import type { Facts } from '../result/facts.ts';
import type { RegisteredResult } from '../result/registered-result.ts';
import type { StageCounts } from '../result/stage-counts.ts';
import type { SecretSource } from '../secret/source.ts';
import type {
  Claim,
  ControllerStageKind,
  FleetStageKind,
  HostStageKind,
  RenderedFile,
} from '../stages/stage.ts';
import type { TreeSize } from './files/file-check.ts';
import type { Wave } from './waves.ts';

/** What a run will do, frozen before the first host hears of it. What is printed is what runs. */
export interface Plan {
  readonly playbook: { readonly path: string; readonly name: string; readonly sha256: string };
  /** Paths as given. */
  readonly inventories: readonly string[];
  /** Every host that any stage plans to use, in the order of the inventory. */
  readonly hosts: readonly Host[];
  readonly stages: readonly PlannedStage[];
  /** No other run with it may be on any of the hosts meanwhile, from whichever controller. */
  readonly locksHosts?: boolean;
  /** Those among its vars, of which the plan that is shown holds no text. */
  readonly secrets?: readonly SecretSource[];
  /** Stages of the playbook that will not run, in its order. */
  readonly leftOut: readonly LeftOutStage[];
  /** In bytes, of the files here that stages send, by the path from the directory of the playbook. */
  readonly fileSizes: ReadonlyMap<string, number>;
  /** The same for directories and patterns. */
  readonly treeSizes: ReadonlyMap<string, TreeSize>;
}

/** Told by the plan, so that nobody takes it for one that ran. */
export interface LeftOutStage {
  readonly id: string;
  readonly name: string;
  /** For the end of a sentence: `--limit leaves it no host`. */
  readonly why: string;
}

/** On each of its hosts, over what others came to, or once on this machine. */
export type PlannedStage = PlannedHostStage | PlannedFleetStage | PlannedControllerStage;

/** What every stage of a plan has. */
export interface PlannedFacts {
  /** The place in the playbook: `1`, `2`, …, `4.2` where 4 includes it, and `4.1.2` in the first wave of 4. */
  readonly id: string;
  /** As written, or made from what the stage does. */
  readonly name: string;
  readonly place: Place;
  /** Where its files lie, from the directory of the playbook; absent for the playbook's own stages. */
  readonly directory?: string;
  readonly register?: string;
  /** Of a rollout, in which it runs. */
  readonly wave?: Wave;
  /** It runs when that wave has failed, on all its hosts, and else not at all. */
  readonly isOnFailure?: true;
  /** A command that says no does not make a host leave; a host that is not reached leaves all the same. */
  readonly continueOnError: boolean;
}

/** Runs on its hosts side by side. */
export interface PlannedHostStage extends PlannedFacts {
  readonly scope: 'host';
  readonly kind: HostStageKind;
  /** Those that the pattern and the limit chose, in the order of the inventory; never empty. */
  readonly hosts: readonly Host[];
  /** At least 1. */
  readonly concurrency: number;
  readonly retry: Retry;
  /** May the command run again after an end that nobody knows? */
  readonly isIdempotent: boolean;
  /** Its output is shown and kept nowhere. */
  readonly isSecret: boolean;
  /** The user to become; absent: the one who logs in. */
  readonly becomeUser?: string;
  readonly when?: PlannedCondition;
  /** Of an attempt that has ended, each over `result`. */
  readonly until?: PlannedCondition;
  readonly failedWhen?: PlannedCondition;
  readonly changedWhen?: PlannedCondition;
  /** A template or a condition of it looks at facts, which are gathered before it begins. */
  readonly needsFacts?: boolean;
  /** Each `{{{x}}}` that is put in without quotes for the shell, as written. */
  readonly rawInsertions: readonly string[];
  /** Renders what this host will do. Throws a RuntimeValueFailure when a value that only exists now is missing. */
  readonly prepare: (host: Host, known: Known) => PreparedTask;
}

/** How often a task is tried. */
export interface Retry {
  /** Tries in all, at least 1. */
  readonly attempts: number;
  readonly delayMs: number;
  /** The playbook says it: then a non-zero exit is tried again too, not only what never began. */
  readonly isAsked: boolean;
}

/** A condition of a stage on hosts, asked of each of them. */
export interface PlannedCondition {
  readonly text: string;
  /** The registers that it looks at: hosts that left after a failure in one of their stages may be chosen for a repair. */
  readonly registers: readonly string[];
  /** It looks at what the attempt wrote. */
  readonly usesOutput: boolean;
  /** It looks at what the host says of itself. */
  readonly usesFacts: boolean;
  /** Throws a RuntimeValueFailure when a value that only exists now is missing. */
  readonly holds: (host: Host, known: Known) => boolean;
}

/** What is known about a host only while the run goes on. */
export interface Known {
  /** By register name; only stages that are over on this host. */
  readonly results: Vars;
  /** What the host says of itself, where it was asked. */
  readonly facts?: Facts | Vars;
  /** In a plan that is shown: names in the place of values, of which nothing can be asked. */
  readonly areNames?: true;
  /** The attempt that has just ended: for `until`, `failedWhen` and `changedWhen`. */
  readonly result?: RegisteredResult;
}

/** One task, rendered. */
export interface PreparedTask {
  readonly args: unknown;
  /** What the kind's template files came to, by their paths as written. */
  readonly rendered?: ReadonlyMap<string, RenderedFile>;
  /** One line: what will be done. */
  readonly description: string;
  /** Of one attempt. */
  readonly timeoutMs: number;
}

/** Judges what stages before it came to, and contacts no host. */
export interface PlannedFleetStage extends PlannedFacts {
  readonly scope: 'fleet';
  readonly kind: FleetStageKind;
  readonly args: unknown;
  /** The ids of the stages that it judges, of whose results each host's last one counts; several where waves are meant. */
  readonly judgedStages: readonly string[];
  /** It judges the hosts of its wave: those that have not left it are ok. */
  readonly isOverWave?: true;
  readonly claim?: PlannedClaim;
}

/** A condition over the fleet. */
export interface PlannedClaim {
  readonly text: string;
  /** The registers of the stages that it looks at beside the judged one; all of them are in the plan. */
  readonly registers: readonly string[];
  readonly judge: (stage: StageCounts, stages: ReadonlyMap<string, StageCounts>) => Claim;
}

/** Runs on this machine, once. */
export interface PlannedControllerStage extends PlannedFacts {
  readonly scope: 'controller';
  readonly kind: ControllerStageKind;
  /** May it run again after an end that nobody knows? */
  readonly isIdempotent: boolean;
  /** Its output is shown and kept nowhere. */
  readonly isSecret: boolean;
  /** There has to be somebody who can answer. */
  readonly asksPerson?: true;
  readonly when?: PlannedFleetCondition;
  /** Each `{{{x}}}` that is put in without quotes for the shell, as written. */
  readonly rawInsertions: readonly string[];
  /** Renders what will be done. Throws a RuntimeValueFailure when a value that only exists now is missing. */
  readonly prepare: (known: Pick<Known, 'results' | 'areNames'>) => PreparedTask;
}

/** A condition of a stage that runs on no host. */
export interface PlannedFleetCondition {
  readonly text: string;
  /** The registers of the stages on hosts whose counts it looks at. */
  readonly registers: readonly string[];
  /** Throws a RuntimeValueFailure when a value that only exists now is missing. */
  readonly holds: (known: FleetKnown) => boolean;
}

/** What is known while the run goes on, of no host in particular. */
export interface FleetKnown {
  /** By register name, of stages that ran on this machine. */
  readonly results: Vars;
  /** By register name, of stages that ran on hosts. */
  readonly stages: ReadonlyMap<string, StageCounts>;
}
