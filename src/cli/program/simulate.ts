import { type Command, Option } from 'commander';
import type { SimulateOptions } from '../commands/simulate.ts';
import { UsageError } from '../exit-code.ts';
import { repeatable, seconds, wholeNumber, withPlanOptions } from '../options.ts';
import type { Commands } from './commands.ts';

/** `aeon-run simulate`. */
export function addSimulate({ program, world, version, onExit }: Commands): void {
  withPlanOptions(program.command('simulate [playbook]'))
    .description('rehearse a playbook on simulated hosts, or run its tests; contacts nothing')
    .option('--model <file>', 'what goes wrong, in YAML; nothing without it')
    .addOption(
      wholeNumber('--seed <n>', 'decides all chance: the same seed, the same run; beats those of a test'),
    )
    .addOption(repeatable('--test <file...>', 'run the tests in this file instead, or in several, in order'))
    .option('--case <name>', 'only the tests with this name, and show them as they go')
    .option('--junit <file>', 'write which tests hold there too, for a CI server; - is stdout')
    .addOption(
      new Option('--output <view>', 'how to show it')
        .choices(['auto', 'live', 'lines', 'json', 'quiet'])
        .default('auto'),
    )
    .option('--results <file>', 'write results.json there too')
    .option('--directory <dir>', 'keep rehearsals below this directory')
    .addOption(seconds('--real-time <factor>', 'so many times as fast as real time, to watch it'))
    .addOption(seconds('--connect-timeout <seconds>', 'for one login (default 30)'))
    .addHelpText('after', examples)
    .action(async (playbook: string | undefined, options: SimulateOptions, command: Command) => {
      if (options.test !== undefined && playbook === undefined) checkOptionsOfTests(command);
      const { simulate } = await import('../commands/simulate.ts');
      onExit(await simulate(world, version, playbook, given(options, command)));
    });
}

/** What the environment says of these is for the one or the other: a test has seeds of its own, and a rehearsal has no tests to tell of. */
function given(options: SimulateOptions, command: Command): SimulateOptions {
  const key = options.test === undefined ? 'junit' : 'seed';
  if (command.getOptionValueSource(key) === 'cli') return options;
  const { [key]: _, ...others } = options;
  return others;
}

const optionsOfTests: ReadonlySet<string> = new Set(['test', 'case', 'seed', 'output', 'junit']);

/** What the environment says is for rehearsals. @throws UsageError */
function checkOptionsOfTests(command: Command): void {
  const surplus = command.options.filter((option) => {
    const key = option.attributeName();
    return command.getOptionValueSource(key) === 'cli' && !optionsOfTests.has(key);
  });
  if (surplus.length === 0) return;
  const flags = surplus.map(({ long }) => long).join(' and ');
  throw new UsageError(`a test says itself how it is run: ${flags} cannot be beside --test`);
}

const examples = `
Examples:
  aeon-run simulate rollout.yml -i inventory.yml --model faults.yml --seed 7
  aeon-run simulate rollout.yml -i inventory.yml --output live --real-time 20
  aeon-run simulate --test rollout.test.yml
  aeon-run simulate --test tests/*.test.yml
  aeon-run simulate --test rollout.test.yml --case "A bad day" --seed 4
`;
