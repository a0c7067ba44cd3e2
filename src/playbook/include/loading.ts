import type { Problem } from '../../document/problem.ts';
import type { YamlDocument } from '../../document/yaml/yaml.ts';
import type { LoadedStage } from '../playbook.ts';
import type { Including } from './include.ts';
import type { Handed } from './inherited.ts';

/** How files are loaded that include each other. */
export interface Loading {
  /** The content of a playbook, by its path as problems show it; undefined when it cannot be read. */
  readonly read: (path: string) => Uint8Array | undefined;
  /** From the outermost playbook to the one that is loaded now. */
  readonly chain: readonly Including[];
  readonly handed?: Handed;
  /** More files were read than a person can mean. */
  readonly areTooMany: () => boolean;
  /** Told of each file that was read, with the way to it. */
  readonly onFile: (file: LoadedFile, chain: readonly Including[]) => void;
  /** Told when a file says `lock: true`. */
  readonly onLock: () => void;
}

export interface LoadedFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly text: string;
}

export interface FileStages {
  /** Absent when it is no playbook at all. Keys in it are as they were meant. */
  readonly document?: YamlDocument;
  readonly stages: readonly LoadedStage[];
  readonly problems: readonly Problem[];
}
