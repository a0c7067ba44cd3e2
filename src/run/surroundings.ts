import type { ControllerMoment } from '../events/events.ts';
import type { FileSink } from '../remote/fetch/file-sink.ts';
import { newNonce } from '../remote/link.ts';
import type { PortAnswer } from '../stages/answers.ts';
import { controllerMoment } from './controller-moment.ts';
import { type FetchedPlace, openFetched } from './here/fetched-file.ts';
import { LeftBehind } from './here/left-behind.ts';
import { type LocalCommand, type LocalEnd, runLocalCommand } from './here/local-command.ts';
import { type PortPlace, probePort } from './here/probe-port.ts';
import { Journal } from './journal/journal.ts';
import type { RunDirectory } from './journal/run-directory.ts';
import type { Limits } from './links/connections.ts';
import { type ByteMask, OutputFile } from './output/output-file.ts';
import { SourceFiles } from './source/source-files.ts';
import { type Sources, sourcesOf } from './source/sources.ts';

/** What a run takes from this machine beside the clock: its disk and its chance. A rehearsal brings its own. */
export interface Surroundings {
  /** With `wholeBytes` it goes on behind so many bytes of what is there. */
  readonly openJournal: (path: string, wholeBytes?: number) => Promise<RunJournal>;
  /** Keeps what one stream of one attempt writes, under a name below the run directory. */
  readonly newOutput: (directory: RunDirectory, name: string, mask: ByteMask) => RunOutput;
  readonly sources: Sources;
  /** Whether a connection to a TCP port comes about. Resolves at once when the signal is aborted. */
  readonly probePort: (place: PortPlace, limits: Limits) => Promise<PortAnswer>;
  readonly openFetched: (place: FetchedPlace) => Promise<FileSink>;
  readonly runLocal: (command: LocalCommand) => Promise<LocalEnd>;
  readonly newAttemptId: (attempt: AttemptName) => string;
  readonly controllerMoment?: () => ControllerMoment;
}

export type RunJournal = Pick<Journal, 'append' | 'broken'> & AsyncDisposable;
export type RunOutput = Pick<OutputFile, 'write' | 'end'>;

export interface AttemptName {
  readonly stage: string;
  readonly host: string;
  /** Counts from 1. */
  readonly attempt: number;
}

/** The disk, and ids that nobody can guess. `sources` may have measured files already. */
export function realSurroundings(sources = new SourceFiles()): Surroundings {
  const leftBehind = new LeftBehind();
  return {
    openJournal: (path, wholeBytes) => Journal.open(path, wholeBytes),
    newOutput: ({ path }, name, mask) => new OutputFile(path, name, mask),
    sources: sourcesOf(sources),
    probePort,
    openFetched: (place) => openFetched(place, leftBehind),
    runLocal: runLocalCommand,
    newAttemptId: () => newNonce(),
    controllerMoment,
  };
}
