import type { RemoteFile } from '../remote/file/read-file.ts';
import type { ConnectFailure } from '../result/connect-failure.ts';
import type { Output } from '../result/task-result.ts';

/** What the engine answers to each kind of step. */
export interface Answers {
  readonly command: CommandAnswer;
  readonly look: LookAnswer;
  readonly upload: 'installed' | 'mode' | 'unchanged';
  readonly 'upload-tree': TreeAnswer;
  readonly 'read-file': Buffer;
  readonly measure: MeasuredFile;
  readonly 'read-remote': RemoteFile;
  readonly 'compare-tree': readonly TreeEntry[];
  readonly fetch: FetchAnswer;
  readonly 'boot-id': string;
  readonly connect: ConnectAnswer;
  readonly disconnect: undefined;
  readonly 'probe-port': PortAnswer;
  readonly local: LocalAnswer;
  readonly confirm: ConfirmAnswer;
  readonly sleep: undefined;
  readonly now: number;
  readonly progress: undefined;
}

/** How a command ended that came to its end; whatever else became of it is a TaskFailure. */
export type CommandAnswer =
  | {
      readonly kind: 'exited';
      readonly exitCode: number;
      /** Which of several commands was begun last, from 1; absent where that is not known. */
      readonly step?: number;
      readonly stdout: Output;
      readonly stderr: Output;
    }
  /** Only where the step says `mayLoseLink`. */
  | { readonly kind: 'link-lost' };

/** How many entries of a directory were what. */
export interface TreeAnswer {
  /** New, or with other content than before. */
  readonly installed: number;
  /** Only the mode or the owner was set. */
  readonly mended: number;
  readonly removed: number;
  readonly unchanged: number;
}

/** A file of the controller. */
export interface MeasuredFile {
  /** Without its directory. */
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
  /** Octal digits. */
  readonly mode: string;
}

/** What would become of one entry of a directory. */
export interface TreeEntry {
  /** Below the directory; that of a directory ends with a slash. */
  readonly name: string;
  readonly what: 'new' | 'changed' | 'attributes' | 'removed';
  /** Of the file of the controller that it comes from, absolute. */
  readonly path?: string;
  readonly note?: string;
}

export interface FetchAnswer {
  /** Files that were not here as they are now. */
  readonly kept: number;
  readonly unchanged: number;
  /** Sources that the host does not have. */
  readonly missing: readonly string[];
}

/** What a look printed, the end of it where that is long. */
export interface LookAnswer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The stage says `secret`: no sentence may quote what was written. */
  readonly isSecret?: true;
}

/** A login that did not come about is an answer, as stages that wait try again. */
export type ConnectAnswer =
  | { readonly isConnected: true }
  | ({ readonly isConnected: false } & ConnectFailure);

export type PortAnswer = { readonly isOpen: true } | { readonly isOpen: false; readonly why: string };

export interface LocalAnswer {
  readonly exitCode: number;
  readonly stdout: Output;
  readonly stderr: Output;
}

export interface ConfirmAnswer {
  readonly isYes: boolean;
  /** For a sentence: `answered yes`, `yes by --yes`. */
  readonly how: string;
}
