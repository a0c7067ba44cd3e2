import type { ExitCode } from './exit-code.ts';

/** Why a command did not do what it was asked for, for programs. The words are stable. */
export type ErrorWord =
  | 'usage'
  | 'problems'
  | 'secret'
  | 'locked'
  | 'journal'
  | 'files'
  | 'interrupted'
  | 'internal';

/** What stands on stdout where JSON was asked for and nothing else can be given. */
export interface ErrorJson {
  readonly error: { readonly code: ErrorWord; readonly exit_code: ExitCode; readonly message: string };
}

export function errorJson(code: ErrorWord, exitCode: ExitCode, message: string): ErrorJson {
  return { error: { code, exit_code: exitCode, message } };
}

/** Is JSON asked for? Read by eye: the command line may be one that cannot be parsed. */
export function asksForJson(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  const end = argv.indexOf('--');
  const own = end < 0 ? argv : argv.slice(0, end);
  const output = own.findLast((word, at) => word.startsWith('--output=') || own[at - 1] === '--output');
  return own.includes('--json') || (output ?? env.AEON_OUTPUT)?.replace('--output=', '') === 'json';
}
