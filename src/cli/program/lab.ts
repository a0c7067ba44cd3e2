import { InvalidArgumentError } from 'commander';
import { count } from '../options.ts';
import type { Commands } from './commands.ts';

/** `aeon-run lab up`, `lab down` and `lab list`. */
export function addLab({ program, world, onExit }: Commands): void {
  const lab = program
    .command('lab')
    .description('SSH hosts on this machine to learn and try with; they run commands for real, here')
    .addHelpText('after', examples);

  lab
    .command('up')
    .description('start hosts on loopback, each in a directory of its own, and keep them up')
    .addOption(count('--hosts <n>', 'how many: the first 3 are managers').default(16))
    .option('--directory <dir>', 'where the hosts have their directories; it is kept')
    .option('--detach', 'go on in the background, until "lab down"')
    .action(async (options) => {
      const { labUp } = await import('../commands/lab.ts');
      onExit(await labUp(world, options));
    });

  lab
    .command('down')
    .argument('[id]', 'which one, where several are up', labId)
    .description('end a lab')
    .option('--all', 'all of them')
    .action(async (id: number | undefined, options) => {
      const { labDown } = await import('../commands/lab.ts');
      onExit(await labDown(world, id, options));
    });

  lab
    .command('list')
    .description('show the labs that are up')
    .option('--json', 'as data')
    .action(async (options) => {
      const { labList } = await import('../commands/lab.ts');
      onExit(await labList(world, options));
    });
}

function labId(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It takes the number that "aeon-run lab list" shows.');
}

const examples = `
Examples:
  aeon-run lab up --hosts 20
  aeon-run lab up --detach --directory lab && aeon-run lab list
  aeon-run lab down
`;
