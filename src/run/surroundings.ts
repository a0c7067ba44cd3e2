import { newNonce } from '../remote/link.ts';
import type { SourceFile } from '../remote/upload.ts';
import { Journal } from './journal.ts';
import { type ByteMask, OutputFile } from './output-file.ts';
import type { RunDirectory } from './run-directory.ts';
import { SourceFiles } from './source-files.ts';

/** What a run takes from this machine beside the clock: its disk and its chance. A rehearsal brings its own. */
export interface Surroundings {
  readonly openJournal: (path: string) => Promise<RunJournal>;
  /** Keeps what one stream of one attempt writes, under a name below the run directory. */
  readonly newOutput: (directory: RunDirectory, name: string, mask: ByteMask) => RunOutput;
  /** Measures a file of the controller once a run; `path` is absolute. */
  readonly sourceFile: (path: string) => Promise<SourceFile>;
  readonly newAttemptId: (attempt: AttemptName) => string;
}

export type RunJournal = Pick<Journal, 'append'> & AsyncDisposable;
export type RunOutput = Pick<OutputFile, 'write' | 'end'>;

export interface AttemptName {
  readonly stage: string;
  readonly host: string;
  /** Counts from 1. */
  readonly attempt: number;
}

/** The disk, and ids that nobody can guess. */
export function realSurroundings(): Surroundings {
  const sources = new SourceFiles();
  return {
    openJournal: (path) => Journal.open(path),
    newOutput: ({ path }, name, mask) => new OutputFile(path, name, mask),
    sourceFile: (path) => sources.get(path),
    newAttemptId: () => newNonce(),
  };
}
