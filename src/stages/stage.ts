import type { Static, TSchema } from 'typebox';
import type { Ran } from '../result/outcome.ts';
import type { Tally } from '../result/success-rate.ts';
import type { Output, TaskResult } from '../result/task-result.ts';
import type { FileChange } from './file-change.ts';
import type { Share } from './rollout/share.ts';
import type { ControllerSteps, Steps } from './step.ts';

/**
 * What a kind of stage is: its schema, its documentation and what it does. The JSON Schema, the docs table, the
 * editor's completion and the plan are made from it.
 */
export type StageKind = RunKind | IncludeKind | RolloutKind;
/** A kind that is still there when the playbook is loaded. */
export type RunKind = HostStageKind | FleetStageKind | ControllerStageKind;

interface KindFacts {
  /** The key in the playbook. */
  readonly name: string;
  /** One line for the docs and for the editor. */
  readonly summary: string;
  /** Of the value under the key, before templates are rendered. Strings that are templates say so: see schema.ts. */
  readonly schema: TSchema;
  /** Whole stages in YAML, as the docs show them; a test validates them. */
  readonly examples: readonly string[];
  /** What is missing, or too much, although each key is right by itself. The args are as written. */
  lacks?(args: unknown): Lack | undefined;
}

/** What the args do not say, or say twice. */
export interface Lack {
  readonly message: string;
  readonly advice: string;
  /** Keys do not go together; unless told, one is missing. */
  readonly isClash?: true;
}

/** Runs on each host of the stage. The args were checked against the schema and their templates are rendered. */
export interface HostStageKind<Args = unknown> extends KindFacts {
  readonly scope: 'host';
  /** One line for the plan and the log: what will be done. */
  describe(args: Args): string;
  /** How long one attempt may take, where the kind has a limit of its own, `timeout` below its name; else the stage's counts. */
  timeoutMs?(args: Args): number;
  /** Files of the controller that the stage needs, as written; relative ones lie beside the playbook. */
  localFiles?(args: Args): readonly string[];
  /** How large each of them may be, where the kind has a limit. */
  readonly mostFileBytes?: number;
  /** Directories of the controller, written with a slash at their end, and patterns. */
  localTrees?(args: Args): readonly string[];
  /** Those of the files that are templates: the plan reads, checks and renders them. */
  templateFiles?(args: Args): readonly string[];
  /** What is wrong with these args that the schema cannot say. They are those of one host. */
  faults?(args: Args): readonly ArgFault[];
  /** This machine connects to the host beside SSH, so no jump host may be between them. */
  reachesDirectly?(args: Args): boolean;
  /** Its commands run on this machine, once for each host: `become` has no meaning, and no host knows how they ended. */
  readonly runsHere?: true;
  /** It makes or changes files of this machine, which later stages may send. */
  readonly writesHere?: true;
  /** Whether its command changed anything nobody knows, unless the playbook says it by `changed-when`. */
  readonly cannotTellChange?: true;
  /** It runs no commands that change the host, so that a task whose end was not seen may simply run again. */
  readonly isRepeatable?: true;
  /** Throws a TaskFailure when it does not come out well. */
  run(task: HostTask<Args>): Steps<StageEnd>;
  /** What `run` would change, where that can be learned by looking alone: no step that changes anything is allowed. */
  changes?(task: HostTask<Args>): Steps<readonly FileChange[]>;
}

/** What speaks against an arg although its schema allows it; before the run where that is known, else on the host. */
export interface ArgFault {
  /** Where it stands below the args. */
  readonly path: readonly (string | number)[];
  /** One sentence. It must not quote a value that may be secret. */
  readonly message: string;
  readonly advice: string;
}

/** One stage on one host, as its kind sees it. */
export interface HostTask<Args = unknown> {
  /** The inventory's name of the host. */
  readonly host: string;
  readonly args: Args;
  /** Of this attempt: the kind's own limit, or else the stage's. */
  readonly timeoutMs: number;
  /** Makes a path of the controller absolute: relative ones lie beside the playbook. */
  localPath(path: string): string;
  /** What one of the kind's `templateFiles` came to for this host. */
  rendered(path: string): RenderedFile;
}

/** A template file of the controller, filled in for one host. */
export interface RenderedFile {
  readonly text: string;
  /** Of the template; octal digits. */
  readonly mode: string;
  /** It holds results or facts, so the plan cannot know it yet. */
  readonly dependsOnRun: boolean;
}

/** How a stage ended well on a host. */
export interface StageEnd {
  /** False when the host was already as asked; absent where nobody can know. */
  readonly changed?: boolean;
  /** `no` when nothing had to be done; `yes` unless told. */
  readonly ran?: Ran;
  /** One sentence, where there is something to say. */
  readonly message?: string;
  readonly exitCode?: number;
  readonly stdout?: Output;
  readonly stderr?: Output;
}

/** Runs on this machine, once a stage: no host is contacted. */
export interface ControllerStageKind<Args = unknown> extends KindFacts {
  readonly scope: 'controller';
  /** Keys of stages on hosts that have a meaning here too. */
  readonly hostStageKeys: readonly string[];
  /** One line for the plan and the log: what will be done. */
  describe(args: Args): string;
  /** What is wrong with these args that the schema cannot say. */
  faults?(args: Args): readonly ArgFault[];
  /** A person is asked, so there has to be one; the args are as written. */
  asksPerson?(args: unknown): boolean;
  /** What runs in its place where the args, as written, ask for the same on each host. */
  onEachHost?(args: unknown): HostStageKind | undefined;
  /** It makes or changes files of this machine, which later stages may send. */
  readonly writesHere?: true;
  /** Whether its command changed anything nobody knows. */
  readonly cannotTellChange?: true;
  /** It does nothing that may not simply be done again. */
  readonly isRepeatable?: true;
  /** Throws a TaskFailure when it does not come out well. */
  run(task: ControllerTask<Args>): ControllerSteps<StageEnd>;
}

/** One stage on this machine, as its kind sees it. */
export interface ControllerTask<Args = unknown> {
  readonly args: Args;
  /** Makes a path absolute: relative ones lie beside the playbook. */
  localPath(path: string): string;
}

/** Judges results of the whole fleet: no host is contacted. */
export interface FleetStageKind<Args = unknown> extends KindFacts {
  readonly scope: 'fleet';
  describe(args: Args): string;
  /** The name or the register of the stage that it judges; the host stage before it when undefined. */
  judges(args: Args): string | undefined;
  /** The key under the kind that may hold a CEL expression over the fleet; the engine answers it for `judge`. */
  readonly conditionKey?: string;
  judge(args: Args, judged: JudgedStage, claim?: Claim): Verdict;
}

/** What a CEL expression over the fleet came to. */
export interface Claim {
  readonly holds: boolean;
  /** What it says in words: the text, with the numbers that it looked at. */
  readonly sentence: string;
}

/** What stages on hosts came to, for one that judges them. */
export interface JudgedStage {
  readonly name: string;
  /** Every planned host is in `planned`: unreachable ones and those left out after a failure too. */
  readonly tally: Tally;
  /** In the order of the plan. */
  readonly results: ReadonlyMap<string, TaskResult>;
}

/** What a judgement came to. A bad one stops the run, unless its stage says `continue-on-error`. */
export interface Verdict {
  readonly isGood: boolean;
  /** `19 of 20 hosts are ok (95 %), 95 % asked`. */
  readonly sentence: string;
}

/** Puts the stages of another playbook in the place of its own; the loader does it. */
export interface IncludeKind<Args = unknown> extends KindFacts {
  readonly scope: 'include';
  /** The other playbook, as written. */
  file(args: Args): string;
}

/** Runs the stages below it wave by wave; the plan puts them in its place, once for each wave. */
export interface RolloutKind<Args = unknown> extends KindFacts {
  readonly scope: 'rollout';
  read(args: Args): RolloutSettings;
}

export interface RolloutSettings {
  /** How many hosts have had their turn when each wave is over. */
  readonly waves: readonly Share[];
  /** Of the hosts of a wave. */
  readonly mayFail: Share;
  /** Between two waves. */
  readonly pauseMs?: number;
}

/** Ties the type of the args to the schema. Methods take their args bivariantly, so the registry can hold all kinds. */
export function defineHostStage<Schema extends TSchema>(
  kind: HostStageKind<Static<Schema>> & { readonly schema: Schema },
): HostStageKind {
  return kind;
}

export function defineFleetStage<Schema extends TSchema>(
  kind: FleetStageKind<Static<Schema>> & { readonly schema: Schema },
): FleetStageKind {
  return kind;
}

export function defineControllerStage<Schema extends TSchema>(
  kind: ControllerStageKind<Static<Schema>> & { readonly schema: Schema },
): ControllerStageKind {
  return kind;
}

export function defineInclude<Schema extends TSchema>(
  kind: IncludeKind<Static<Schema>> & { readonly schema: Schema },
): IncludeKind {
  return kind;
}

export function defineRollout<Schema extends TSchema>(
  kind: RolloutKind<Static<Schema>> & { readonly schema: Schema },
): RolloutKind {
  return kind;
}
