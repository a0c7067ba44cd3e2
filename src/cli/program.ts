import { Command, Option } from 'commander';
import type { RunOptions } from './commands/run.ts';
import { applyEnvironment } from './environment.ts';
import type { ExitCode } from './exit-code.ts';
import { exitCodes } from './exit-code.ts';
import { playbookOf } from './first-argument.ts';
import {
  count,
  repeatable,
  withInventoryOptions,
  withPlanOptions,
  withRunOptions,
  yesOption,
} from './options.ts';
import { addAdHoc } from './program/ad-hoc.ts';
import type { Commands } from './program/commands.ts';
import { addCompletion } from './program/completion.ts';
import { addInit } from './program/init.ts';
import { addInventory } from './program/inventory.ts';
import { addLab } from './program/lab.ts';
import { addPastRuns } from './program/past-runs.ts';
import { addSchema } from './program/schema.ts';
import { addSecrets } from './program/secrets.ts';
import { addSimulate } from './program/simulate.ts';
import { withStrictValues } from './strict-values.ts';
import type { World } from './world.ts';

/** Told when a command has ended. */
export type OnExit = (code: ExitCode) => void;

/** The command line: names, options and help. What a command does is loaded when it is called. */
export function makeProgram(world: World, version: string, onExit: OnExit): Command {
  const program: Command = new Command('aeon-run')
    .description(
      'Runs declarative playbooks on a fleet of Linux hosts over SSH, and tells the truth about it.',
    )
    .version(version)
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help of a command')
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void world.stdout.write(text),
      getOutHelpWidth: () => Math.min(world.stdout.columns || 80, 100),
      outputError: () => {}, // It is told where all errors are: see failure.ts.
    })
    .hook('preAction', (_, command) => applyEnvironment(program, command, world.env))
    .addHelpText('after', afterHelp());

  withRunOptions(withPlanOptions(program.command('run <playbook>', { isDefault: true })))
    .addOption(yesOption())
    .description('run a playbook (the word "run" may be left out)')
    .allowExcessArguments()
    .addHelpText('after', runExamples)
    .action(async (_: string, options: RunOptions, command: Command) => {
      const { run } = await import('./commands/run.ts');
      onExit(await run(world, version, playbookOf(world, command), options));
    });

  withPlanOptions(program.command('plan <playbook>'))
    .description('show what would run where; contacts nothing (but the host of --diff)')
    .option('--json', 'as data')
    .option('--diff <host>', 'log in to this host, only look, and show which files would change how')
    .allowExcessArguments()
    .addHelpText('after', planExamples)
    .action(async (_: string, options, command: Command) => {
      const { plan } = await import('./commands/plan.ts');
      onExit(await plan(world, playbookOf(world, command), options));
    });

  withInventoryOptions(program.command('validate <playbook>'))
    .description('check a playbook, and inventories with it: every problem at once')
    .addOption(repeatable('-e, --extra-vars <vars>', 'as for run'))
    .addOption(
      new Option('--output <form>', 'text for people, json for programs')
        .choices(['text', 'json'])
        .default('text'),
    )
    .allowExcessArguments()
    .addHelpText('after', validateExamples)
    .action(async (_: string, options, command: Command) => {
      const { validate } = await import('./commands/validate.ts');
      onExit(await validate(world, playbookOf(world, command), options));
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

  const commands: Commands = { program, world, version, onExit };
  addAdHoc(commands);
  addInit(commands);
  addCompletion(commands);
  addInventory(commands);
  addSchema(commands);
  addSecrets(commands);
  addPastRuns(commands);
  addSimulate(commands);
  addLab(commands);
  withStrictValues(program);
  return program;
}

const runExamples = `
Examples:
  aeon-run rollout.yml -i inventory.yml
  aeon-run rollout.yml -i inventory.yml --limit 'workers:!w3' -e release=1.4.3
  aeon-run rollout.yml -i inventory.yml --start-at "Install" --output lines
`;

const planExamples = `
Examples:
  aeon-run plan rollout.yml -i inventory.yml
  aeon-run plan rollout.yml -i inventory.yml --limit w1 --json
  aeon-run plan rollout.yml -i inventory.yml --diff w1
`;

const validateExamples = `
Examples:
  aeon-run validate rollout.yml                    the playbook alone
  aeon-run validate rollout.yml -i inventory.yml   its hosts and variables too
`;

function afterHelp(): string {
  const codes = Object.entries(exitCodes).map(([code, meaning]) => `  ${code.padStart(3)}  ${meaning}`);
  return `
Environment:
  Each option can be set by a variable: AEON_RUN_DIR for --run-dir, AEON_DEBUG=1
  for --debug, AEON_INVENTORY=a.yml,b.yml. The option beats the variable.
  The old names work too: PARALLEL_MAX_JOBS, PARALLEL_SSH_TIMEOUT,
  PARALLEL_RETRY_COUNT, PARALLEL_RETRY_DELAY, and DEBUG=1 for --debug.

Exit codes:
${codes.join('\n')}

First steps:
  aeon-run demo                                  see it, without a server
  aeon-run init my-fleet                         a small project to start from
  aeon-run exec -H 192.168.1.10:pi -- uptime     one command on some hosts
`;
}
