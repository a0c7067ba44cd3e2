import { readFileSync } from 'node:fs';
import { CommanderError } from 'commander';
import { JournalError } from '../run/journal.ts';
import { LockedError } from '../run/lock.ts';
import { SecretFailure } from '../secret/resolve.ts';
import { type ExitCode, UsageError } from './exit-code.ts';
import { makeProgram } from './program.ts';
import { processWorld } from './world.ts';

/** The composition root. Never throws: whatever happens becomes a message and an exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  process.exitCode = 0;
  surviveClosedOutput();
  const program = makeProgram(processWorld(), version(), (code) => {
    process.exitCode = code;
  });
  for (const command of [program, ...program.commands]) command.exitOverride();
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    process.exitCode = report(error);
  }
}

/** `aeon-run … | head` closes our output: the run goes on, and its journal and results are kept. */
function surviveClosedOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
    });
  }
}

function report(error: unknown): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2; // Commander has said it.
  if (error instanceof UsageError || error instanceof SecretFailure) {
    process.stderr.write(`aeon-run: ${error.message}\n`);
    return 2;
  }
  if (error instanceof LockedError) {
    process.stderr.write(`aeon-run: ${error.message}\n`);
    return 4;
  }
  if (error instanceof JournalError) {
    process.stderr.write(`aeon-run: ${error.message}\n`);
    return 5;
  }
  const trace = error instanceof Error ? error.stack : String(error);
  process.stderr.write(`aeon-run: a fault of its own, please report it:\n${trace}\n`);
  return 5;
}

function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version; // Our own file.
}

if (import.meta.main) await main(process.argv.slice(2));
