import { CommanderError } from 'commander';
import { jsonLine } from '../document/json-text.ts';
import { JournalError } from '../run/journal/journal.ts';
import { DamagedLockError, LockedError } from '../run/lock/lock.ts';
import { SecretFailure } from '../secret/resolve.ts';
import { asksForJson, type ErrorWord, errorJson } from './error-json.ts';
import { type ExitCode, InterruptedError, UsageError } from './exit-code.ts';
import { usageSentence } from './usage-sentence.ts';
import type { World } from './world.ts';

/** Says what went wrong, on stdout as JSON where that is asked for. Gives the exit code. */
export function tellFailure(
  { env, stdout, stderr }: World,
  argv: readonly string[],
  error: unknown,
): ExitCode {
  const failure = failureOf(error, argv);
  if (failure === undefined) return 0;
  const { code, exitCode, message } = failure;
  if (asksForJson(argv, env)) stdout.write(jsonLine(errorJson(code, exitCode, message)));
  stderr.write(`aeon-run: ${message}\n`);
  return exitCode;
}

/** An error as the user is told of it. */
interface Failure {
  readonly code: ErrorWord;
  readonly exitCode: ExitCode;
  readonly message: string;
}

/** Of anything that was thrown. Undefined when all is said: help or the version was asked for. */
function failureOf(error: unknown, argv: readonly string[]): Failure | undefined {
  if (error instanceof CommanderError) {
    return error.exitCode === 0
      ? undefined
      : { code: 'usage', exitCode: 2, message: usageSentence(error, argv) };
  }
  if (error instanceof UsageError) return { code: 'usage', exitCode: 2, message: error.message };
  if (error instanceof InterruptedError)
    return { code: 'interrupted', exitCode: 130, message: error.message };
  if (error instanceof SecretFailure) return { code: 'secret', exitCode: 2, message: error.message };
  if (error instanceof LockedError || error instanceof DamagedLockError)
    return { code: 'locked', exitCode: 4, message: error.message };
  if (error instanceof JournalError) return { code: 'journal', exitCode: 5, message: error.message };
  const trace = error instanceof Error ? error.stack : String(error);
  return { code: 'internal', exitCode: 5, message: `a fault of its own, please report it:\n${trace}` };
}
