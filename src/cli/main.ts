import { readFileSync } from 'node:fs';
import { codeOf } from '../result/why.ts';
import { tellFailure } from './failure.ts';
import { makeProgram } from './program.ts';
import { ignoreHangup } from './run/interrupt.ts';
import { processWorld } from './world.ts';

export { withUsualFlags } from './v8-flags.ts'; // For bin/load-bundle.js.

/** The composition root. Never throws: whatever happens becomes a message and an exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  process.exitCode = 0;
  surviveClosedOutput();
  const world = processWorld();
  if (world.env.AEON_RUN_NO_HANGUP) ignoreHangup(); // Said to us by bin/aeon-run.js.
  const program = makeProgram(world, version(), (code) => {
    process.exitCode = code;
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    process.exitCode = tellFailure(world, argv, error);
  }
}

/**
 * `aeon-run … | head` closes our output, or its disk is full: the run goes on, and its journal and results are kept. Whoever closed it
 * knows; of a disk that is full nobody would hear.
 */
function surviveClosedOutput(): void {
  process.stderr.on('error', () => {});
  let isTold = false;
  process.stdout.on('error', (error) => {
    if (isTold || codeOf(error) === 'EPIPE') return;
    isTold = true; // Each write fails from now on.
    process.stderr.write(`aeon-run: its output is not whole, as it cannot be written: ${error.message}\n`);
    process.on('exit', () => {
      process.exitCode ||= 5;
    });
  });
}

function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version; // Our own file.
}

if (import.meta.main) await main(process.argv.slice(2));
