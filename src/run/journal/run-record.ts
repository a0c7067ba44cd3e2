import type { RunEnded, RunEvent, RunStarted } from '../../events/events.ts';
import { codeOf } from '../../result/why.ts';
import { settledHistory } from './history.ts';
import { type BadLine, readJournal } from './journal-reader.ts';
import { journalOf, type RunDirectory } from './run-directory.ts';

/** `interrupted`: told to stop, or refused by the lock of another run, and came to its end in order. `unfinished`: its process was killed, or still runs. */
export type RunState = 'finished' | 'interrupted' | 'unfinished';

/** A run as its journal tells it. */
export interface RunRecord {
  readonly directory: RunDirectory;
  /** All that its journal tells. */
  readonly events: readonly RunEvent[];
  /** Without what a resume took back. */
  readonly history: readonly RunEvent[];
  readonly start: RunStarted;
  readonly end?: RunEnded;
  readonly state: RunState;
  readonly badLines: readonly BadLine[];
  readonly wholeBytes: number;
  readonly tornBytes: number;
}

/** Undefined when there is no journal, or it was cut off before its first event. */
export async function readRecord(directory: RunDirectory): Promise<RunRecord | undefined> {
  const journal = await readJournal(journalOf(directory)).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
  const start = journal?.events.find((event) => event.type === 'run-started');
  if (journal === undefined || start === undefined) return undefined;
  const { events } = journal;
  const history = settledHistory(events);
  const end = history.findLast((event) => event.type === 'run-ended');
  return { directory, ...journal, history, start, ...(end !== undefined && { end }), state: stateOf(end) };
}

export function stateOf(end: RunEnded | undefined): RunState {
  if (end === undefined) return 'unfinished';
  return end.exitCode === 130 || end.exitCode === 4 ? 'interrupted' : 'finished';
}
