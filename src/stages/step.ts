/** What a host stage can ask for. It yields steps, the engine performs them, so a stage needs no network to be tested. */

import type { CommandSetting } from '../shell/command-text.ts';
import type { Answers } from './answers.ts';

export type Step =
  | CommandStep
  | LookStep
  | UploadStep
  | UploadTreeStep
  | ReadFileStep
  | MeasureStep
  | ReadRemoteStep
  | CompareTreeStep
  | FetchStep
  | BootIdStep
  | ConnectStep
  | DisconnectStep
  | ProbePortStep
  | LocalStep
  | ConfirmStep
  | SleepStep
  | NowStep
  | ProgressStep;

/** Runs shell text that changes the host, under the exec protocol and as the user that the stage asks for. */
export interface CommandStep {
  readonly kind: 'command';
  readonly command: string;
  /** Run after it in the same shell, one after another, up to the first that fails. */
  readonly next?: readonly string[];
  readonly setting?: CommandSetting;
  /** The command is expected to end the link: its loss is an answer, not a failure. */
  readonly mayLoseLink?: boolean;
}

/**
 * Runs shell text that only looks: it may be repeated freely and leaves no evidence. Where an earlier process of the run has begun
 * the command that comes after it, nothing is asked, and the answer is an empty one with exit code 0.
 */
export interface LookStep {
  readonly kind: 'look';
  readonly command: string;
  readonly timeoutMs: number;
}

/** How a file arrives on the host, beside its content. */
export interface Arrival {
  /** Octal digits such as `0755`; the source's own when absent. Of a directory: of all files in it. */
  readonly mode?: string;
  /** A name or a number. */
  readonly owner?: string;
  readonly group?: string;
  /** What is replaced or removed is kept under another name. */
  readonly keepsOld?: boolean;
}

/** Brings a file of the controller to the host: the complete, verified new one or the untouched old one. */
export interface UploadStep extends Arrival {
  readonly kind: 'upload';
  /** Absolute, on the controller; or bytes that were made for this host. */
  readonly source: string | MadeFile;
  /** On the host; relative to the login directory, or with `~/`. With a slash at its end: a directory. */
  readonly destination: string;
}

export interface MadeFile {
  /** The name that it has in a directory. */
  readonly name: string;
  readonly bytes: Buffer;
  /** Octal digits. */
  readonly mode: string;
}

/** Brings what is in a directory, or what a pattern means: each file as `upload` does it, all of them in one go. */
export interface UploadTreeStep extends TreeArrival {
  readonly kind: 'upload-tree';
}

interface TreeArrival extends Arrival {
  /** Absolute, on the controller: with a slash at its end, or with a pattern. */
  readonly source: string;
  /** A directory on the host, made when only itself is missing. */
  readonly destination: string;
  /** Removes what the source does not have. */
  readonly isMirror: boolean;
}

/** The content of a file of the controller: the same for all hosts of a run. */
export interface ReadFileStep {
  readonly kind: 'read-file';
  /** Absolute. */
  readonly path: string;
}

/** Size, digest and mode of a file of the controller. */
export interface MeasureStep {
  readonly kind: 'measure';
  /** Absolute. */
  readonly path: string;
}

/** A file of the host as it is now; changes nothing. */
export interface ReadRemoteStep {
  readonly kind: 'read-remote';
  /** As of an upload; with a slash at its end it is a directory that holds `name`. */
  readonly destination: string;
  readonly name: string;
  /** A larger file is only measured. */
  readonly mostBytes: number;
}

/** What `upload-tree` would do; changes nothing. */
export interface CompareTreeStep extends TreeArrival {
  readonly kind: 'compare-tree';
}

/** Brings files of the host here. */
export interface FetchStep {
  readonly kind: 'fetch';
  /** On the host: files, directories with a slash at their end, patterns. */
  readonly sources: readonly string[];
  /** Absolute, here: the host has a directory of its own in it. */
  readonly directory: string;
  /** Without the directories above the names. */
  readonly isFlat: boolean;
  readonly isOptional: boolean;
}

/** The kernel's id of this boot. */
export interface BootIdStep {
  readonly kind: 'boot-id';
}

/** One try to have a working login, over the kept link where there is one. */
export interface ConnectStep {
  readonly kind: 'connect';
  readonly timeoutMs: number;
}

/** Lets go of the link. */
export interface DisconnectStep {
  readonly kind: 'disconnect';
}

/** One try to connect from this machine to a TCP port of the host, at its address. Nothing is sent. */
export interface ProbePortStep {
  readonly kind: 'probe-port';
  readonly port: number;
  readonly timeoutMs: number;
}

/** Runs shell text on this machine, as the one who started the run. What it writes goes into the run directory. */
export interface LocalStep {
  readonly kind: 'local';
  readonly command: string;
  /** Absolute. */
  readonly directory: string;
  /** Beside PATH, HOME and LANG: nothing else is inherited. */
  readonly environment: Readonly<Record<string, string>>;
  /** Names of further variables of our own environment that it gets, where they are set. */
  readonly inherited: readonly string[];
}

/** Asks the person at the terminal. */
export interface ConfirmStep {
  readonly kind: 'confirm';
  readonly question: string;
}

export interface SleepStep {
  readonly kind: 'sleep';
  readonly ms: number;
}

/** Monotonic milliseconds. */
export interface NowStep {
  readonly kind: 'now';
}

/** For eyes only. */
export interface ProgressStep {
  readonly kind: 'progress';
  /** In two words: `running`, `rebooting`. */
  readonly doing: string;
  readonly done?: number;
  readonly total?: number;
  readonly unit?: 'bytes' | 'ms';
}

/** What a stage that runs on this machine can ask for. */
export type ControllerStep = LocalStep | ConfirmStep | SleepStep | NowStep | ProgressStep;
export type ControllerSteps<Value> = Generator<ControllerStep, Value, Answers[Step['kind']]>;

/** A sequence of steps that ends in a value. It may throw a TaskFailure. */
export type Steps<Value> = Generator<Step, Value, Answers[Step['kind']]>;

/** Yields a step and gives the answer of its kind: `const end = yield* ask({ kind: 'command', command })`. */
export function* ask<Kind extends Step['kind']>(
  step: Extract<Step, { kind: Kind }>,
): Generator<Extract<Step, { kind: Kind }>, Answers[Kind], Answers[Step['kind']]> {
  // A generator has one type for all that it is sent; the engine's `perform` is typed so that kind and answer agree.
  return (yield step) as Answers[Kind];
}
