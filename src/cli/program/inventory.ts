import { limitOption, withInventoryOptions } from '../options.ts';
import type { Commands } from './commands.ts';

/** `aeon-run inventory`. */
export function addInventory({ program, world, onExit }: Commands): void {
  withInventoryOptions(program.command('inventory'))
    .description('show hosts, groups and where each value comes from; contacts nothing')
    .addOption(limitOption())
    .option('--list <pattern>', 'only the names that a pattern chooses, one a line')
    .option('--graph', 'the groups as a tree')
    .option('--explain <host>', 'every setting and var of a host, and where it was said')
    .option('--json', 'as data')
    .addHelpText('after', examples)
    .action(async (options) => {
      const { inventory } = await import('../commands/inventory.ts');
      onExit(await inventory(world, options));
    });
}

const examples = `
Examples:
  aeon-run inventory -i inventory.yml                     all hosts
  aeon-run inventory -i inventory.yml --list 'web*:!web7' what a pattern chooses
  aeon-run inventory -i inventory.yml --explain web7      why it has that user
`;
