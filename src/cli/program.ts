import { Command, InvalidArgumentError, Option } from 'commander';
import type { RunOptions } from './commands/run.ts';
import type { ExitCode } from './exit-code.ts';
import { exitCodes } from './exit-code.ts';
import type { World } from './world.ts';

/** Told when a command has ended. */
export type OnExit = (code: ExitCode) => void;

/** The command line: names, options and help. What a command does is loaded when it is called. */
export function makeProgram(world: World, version: string, onExit: OnExit): Command {
  const program = new Command('aeon-run')
    .description(
      'Runs declarative playbooks on a fleet of Linux hosts over SSH, and tells the truth about it.',
    )
    .version(version)
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help of a command')
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .addHelpText('after', `\nExit codes:\n${exitCodeLines()}`);

  withPlanOptions(program.command('run <playbook>', { isDefault: true }))
    .description('run a playbook (the word "run" may be left out)')
    .option('--results <file>', 'write results.json there too')
    .option('--run-dir <dir>', 'keep runs below this directory')
    .addOption(
      new Option('--output <view>', 'how to show the run')
        .choices(['auto', 'live', 'lines', 'json', 'quiet'])
        .default('auto')
        .env('AEON_OUTPUT'),
    )
    .addOption(seconds('--connect-timeout <seconds>', 'for one login').env('AEON_CONNECT_TIMEOUT'))
    .action(async (playbook: string, options: RunOptions) => {
      const { run } = await import('./commands/run.ts');
      onExit(await run(world, version, playbook, options));
    });

  withPlanOptions(program.command('plan <playbook>'))
    .description('show what would run where; contacts nothing')
    .option('--json', 'as data')
    .action(async (playbook: string, options) => {
      const { plan } = await import('./commands/plan.ts');
      onExit(await plan(world, playbook, options));
    });

  program
    .command('validate <playbook>')
    .description('check a playbook, and inventories with it: every problem at once')
    .option('-i, --inventory <file...>', 'inventories; several merge in order')
    .option('-e, --extra-vars <var...>', 'as for run')
    .addOption(new Option('--output <form>').choices(['text', 'json']).default('text'))
    .action(async (playbook: string, options) => {
      const { validate } = await import('./commands/validate.ts');
      onExit(await validate(world, playbook, options));
    });

  program
    .command('demo')
    .description('run a staged rollout on a fleet that this machine plays: no server needed, under a minute')
    .addOption(count('--hosts <n>', 'how many hosts (default 16)'))
    .option('--with-failure', 'one host is down, to see what a failure looks like')
    .action(async (options) => {
      const { demo } = await import('./commands/demo.ts');
      onExit(await demo(world, version, options));
    });

  return program;
}

function withPlanOptions(command: Command): Command {
  return command
    .addOption(
      new Option('-i, --inventory <file...>', 'inventories; several merge in order').env('AEON_INVENTORY'),
    )
    .option('-e, --extra-vars <var...>', 'NAME=VALUE, or @file of YAML; beats all other vars')
    .addOption(
      new Option('-l, --limit <pattern>', 'only these hosts: names, groups, web[1-9], a,b a:&b a:!b').env(
        'AEON_LIMIT',
      ),
    )
    .option('--tags <tags>', 'only stages with one of these tags (comma-separated)')
    .option('--skip-tags <tags>', 'no stages with one of these tags')
    .option('--start-at <stage>', 'begin at the stage with this name or number')
    .addOption(
      count('-c, --concurrency <n>', 'hosts at once, where a stage does not say (default 10)').env(
        'AEON_CONCURRENCY',
      ),
    )
    .option('--allow-readable-passwords', 'accept plain passwords in a file that other users can read');
}

function count(flags: string, description: string): Option {
  return new Option(flags, description).argParser((text) => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= 1) return value;
    throw new InvalidArgumentError('It takes a whole number from 1.');
  });
}

function seconds(flags: string, description: string): Option {
  return new Option(flags, description).argParser((text) => {
    const value = Number(text);
    if (value > 0) return value;
    throw new InvalidArgumentError('It takes a number of seconds above 0.');
  });
}

function exitCodeLines(): string {
  return Object.entries(exitCodes)
    .map(([code, meaning]) => `  ${code.padStart(3)}  ${meaning}`)
    .join('\n');
}
