import { closeSync, openSync, writeSync } from 'node:fs';
import type { RunJournal } from '../run/surroundings.ts';

const mostWaiting = 1000;

/** A journal that is written at once and never synced: what is rehearsed can be rehearsed again. */
export function fileJournal(path: string): RunJournal {
  const file = openSync(path, 'w', 0o600);
  let waiting: string[] = [];
  const flush = () => {
    if (waiting.length > 0) writeSync(file, `${waiting.join('\n')}\n`);
    waiting = [];
  };
  return {
    broken: undefined,
    append: async (line) => {
      waiting.push(line);
      if (waiting.length >= mostWaiting) flush();
    },
    [Symbol.asyncDispose]: async () => {
      flush();
      closeSync(file);
    },
  };
}

/** For rehearsals of which nothing is kept. */
export const noJournal: RunJournal = {
  broken: undefined,
  append: async () => {},
  [Symbol.asyncDispose]: async () => {},
};
