/** What the command ends with; the docs print this table. */
export const exitCodes = {
  0: 'all good',
  1: 'a host or an assert failed',
  2: 'bad usage or input: nothing was contacted',
  3: 'how something ended on some host is unknown',
  4: 'locked by another run',
  5: 'a fault of its own, or its journal or output cannot be written',
  130: 'interrupted',
} as const;
export type ExitCode = keyof typeof exitCodes;

/** Something that the user typed is wrong. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The user has left by Ctrl-C what was asked, before anything ran. Exit code 130. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
}
