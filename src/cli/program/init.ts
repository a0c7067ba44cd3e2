import type { Commands } from './commands.ts';

/** `aeon-run init`. */
export function addInit({ program, world, onExit }: Commands): void {
  program
    .command('init [directory]')
    .description('write a small working project to start from; overwrites nothing')
    .addHelpText('after', '\nExample:\n  aeon-run init my-fleet && cd my-fleet\n')
    .action(async (directory = '.') => {
      const { init } = await import('../commands/init.ts');
      onExit(await init(world, directory));
    });
}
