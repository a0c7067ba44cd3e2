import { readFileSync } from 'node:fs';
import { tellFailure } from './failure.ts';
import { makeProgram } from './program.ts';
import { processWorld } from './world.ts';

/** The composition root. Never throws: whatever happens becomes a message and an exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  process.exitCode = 0;
  surviveClosedOutput();
  const world = processWorld();
  const program = makeProgram(world, version(), (code) => {
    process.exitCode = code;
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    process.exitCode = tellFailure(world, argv, error);
  }
}

/** `aeon-run … | head` closes our output, or its disk is full: the run goes on, and its journal and results are kept. */
function surviveClosedOutput(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
}

function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version; // Our own file.
}

if (import.meta.main) await main(process.argv.slice(2));
