import { Argument } from 'commander';
import type { Commands } from './commands.ts';

/** `aeon-run completion`, and what its scripts ask. */
export function addCompletion({ program, world, onExit }: Commands): void {
  program
    .command('completion')
    .addArgument(new Argument('<shell>', 'for which shell').choices(['bash', 'zsh', 'fish']))
    .description('print a script with which your shell completes commands, hosts and stages')
    .addHelpText('after', '\nExample, in ~/.bashrc:\n  eval "$(aeon-run completion bash)"\n')
    .action(async (shell) => {
      const { completionScripts } = await import('../complete/scripts.ts');
      world.stdout.write(completionScripts[shell as keyof typeof completionScripts]); // One of the choices.
      onExit(0);
    });

  program
    .command('__complete <shell> [words...]', { hidden: true })
    .helpOption(false)
    .passThroughOptions()
    .action(async (shell: string, words: readonly string[]) => {
      const { candidates } = await import('../complete/candidates.ts');
      const { knownNames } = await import('../complete/known-names.ts');
      const found = await candidates(program, words, knownNames(world));
      const lines = found.words.map(({ word, description = '' }) =>
        shell === 'fish' && description !== '' ? `${word}\t${description}` : word,
      );
      world.stdout.write([...lines, ...(found.files ? [':files'] : [])].map((line) => `${line}\n`).join(''));
      onExit(0);
    });
}
