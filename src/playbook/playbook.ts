import type { Place } from '../document/problem.ts';
import type { Path } from '../document/yaml/yaml.ts';
import type { ControllerStageKind, FleetStageKind, HostStageKind } from '../stages/stage.ts';
import type { PlaceOf } from '../template/template.ts';
import type { LoadedRollout } from './rollout/rollout.ts';
import type { ArgsTemplate } from './stage/args.ts';
import type { Become } from './stage/stage-keys.ts';

/** A playbook as it was read, before it meets an inventory. */
export interface Playbook {
  /** As given. */
  readonly path: string;
  /** Of its bytes and those of all that it includes, hexadecimal. */
  readonly sha256: string;
  readonly name: string;
  readonly vars: RawVars;
  readonly defaults: RunSettings;
  /** `lock: true` in it, or in a file that it includes. */
  readonly locksHosts?: boolean;
  readonly stages: readonly LoadedStage[];
  /** For each included file, where it is included, and that file, up to this playbook. */
  readonly ways: ReadonlyMap<string, readonly Place[]>;
  /** Nothing was left out because of an error: only then it may run. */
  readonly isWhole: boolean;
}

/** Variables as written: their strings are templates. */
export interface RawVars {
  readonly values: Readonly<Record<string, unknown>>;
  /** Where the value or a part of it stands. */
  readonly at: (path: Path, offset?: number, length?: number) => Place;
}

/** What a stage may say about how it runs, and the playbook for all stages. */
export interface RunSettings {
  readonly concurrency?: number;
  readonly timeoutMs?: number;
  readonly retry?: { readonly attempts?: number; readonly delayMs?: number };
  readonly become?: Become;
}

/** A stage as its file has it; those of includes and rollouts stand in the place of these. */
export type LoadedStage = LoadedHostStage | LoadedFleetStage | LoadedControllerStage | BrokenStage;

interface StageFacts {
  /** The place in the playbook: `1`, `2`, …, and `4.2` where 4 includes it. */
  readonly id: string;
  readonly name?: string;
  readonly place: Place;
  /** Where its file is included, and that one, up to the outermost; absent for that one's own stages. */
  readonly includedBy?: readonly Place[];
  /** Where its files lie, from the directory of the outermost playbook; absent for that one's own stages. */
  readonly directory?: string;
  /** Of which it is a stage. */
  readonly rollout?: LoadedRollout;
  /** It is a stage of one that could not be read. */
  readonly isInBrokenRollout?: true;
  /** It runs when a wave of that has failed. */
  readonly isOnFailure?: true;
}

interface UsableFacts extends StageFacts {
  readonly tags: readonly string[];
  readonly continueOnError: boolean;
  /** Where a part of what stands under the kind stands. */
  readonly argsPlace: (path: Path) => Place;
}

/** What a stage on hosts says beside its kind: it can be checked whatever the kind does. */
export interface HostParts {
  /** The stage's own or the playbook's; absent when that is an error, or nobody says it. */
  readonly hosts?: LocatedPattern;
  readonly when?: LocatedText;
  /** Of an attempt that has ended: see `hostStageKeys`. */
  readonly until?: LocatedText;
  readonly failedWhen?: LocatedText;
  readonly changedWhen?: LocatedText;
  readonly isSecret: boolean;
  readonly vars: RawVars;
}

/** Is to run on each of its hosts. */
export interface LoadedHostStage extends UsableFacts, HostParts {
  readonly scope: 'host';
  readonly kind: HostStageKind;
  readonly args: ArgsTemplate;
  readonly settings: RunSettings;
  /** What counts where the stage does not say it, before the playbook's `defaults`. */
  readonly defaults?: RunSettings;
  readonly register?: string;
  readonly isIdempotent: boolean;
}

/** Is to judge what other stages came to. */
export interface LoadedFleetStage extends UsableFacts {
  readonly scope: 'fleet';
  readonly kind: FleetStageKind;
  readonly args: unknown;
  /** The CEL expression under the kind's `conditionKey`. */
  readonly claim?: LocatedText;
}

/** Is to run on this machine, once. */
export interface LoadedControllerStage extends UsableFacts {
  readonly scope: 'controller';
  readonly kind: ControllerStageKind;
  readonly args: ArgsTemplate;
  readonly when?: LocatedText;
  readonly settings: Pick<RunSettings, 'timeoutMs'>;
  /** What counts where the stage does not say it, before the playbook's `defaults`. */
  readonly defaults?: RunSettings;
  readonly register?: string;
  readonly isIdempotent: boolean;
  readonly isSecret: boolean;
  readonly vars: RawVars;
}

/** The name under which later stages see its result. */
export function registerOf(stage: LoadedStage): string | undefined {
  return stage.scope === 'fleet' ? undefined : stage.register;
}

/** Nobody knows what it does. What can be read of it is checked, and what later stages say about it is believed. */
export interface BrokenStage extends StageFacts {
  readonly scope: 'broken';
  readonly tags: readonly string[];
  readonly register?: string;
  /** Absent when it runs on no host. */
  readonly parts?: CheckedParts;
}

/** All of a stage on hosts that can be checked without its kind. */
export interface CheckedParts extends HostParts {
  readonly args: Pick<ArgsTemplate, 'templates'>;
}

/** Text of the playbook, and where each part of it stands. */
export interface LocatedText {
  readonly text: string;
  readonly at: PlaceOf;
}

/** A pattern of hosts, or a list of them. */
export interface LocatedPattern {
  readonly pattern: string | readonly string[];
  /** `item` counts the patterns of a list from 0. */
  readonly at: (offset: number, length: number, item: number) => Place;
}
