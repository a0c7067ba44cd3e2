import type { AttemptResult } from './run-attempt.ts';

/** The same with a note behind what is said of it already. */
export function withNote(ended: AttemptResult, note: string): AttemptResult {
  return { ...ended, message: ended.message === undefined ? note : `${ended.message}; ${note}` };
}
