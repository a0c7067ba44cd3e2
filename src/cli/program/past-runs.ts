import { Option } from 'commander';
import { limitOption, outputOption, withInventoryOptions, yesOption } from '../options.ts';
import type { Commands } from './commands.ts';

/** What looks at runs of before, goes on with one, or clears up after one. */
export function addPastRuns({ program, world, version, onExit }: Commands): void {
  program
    .command('runs')
    .description('list the runs that are kept, newest first')
    .addOption(runDirectory())
    .option('--json', 'as data')
    .action(async (options) => {
      const { runs } = await import('../commands/runs.ts');
      onExit(await runs(world, options));
    });

  program
    .command('show <run>')
    .description('show a run again: an id, the beginning of one, "last", or a directory')
    .addOption(runDirectory())
    .addOption(
      new Option('--output <view>', 'its summary, all its lines, or its events')
        .choices(['summary', 'lines', 'json'])
        .default('summary'),
    )
    .action(async (run: string, options) => {
      const { show } = await import('../commands/show.ts');
      onExit(await show(world, run, options));
    });

  program
    .command('report <run>')
    .description('write what a run came to into a file for others')
    .option('--html <file>', 'a page that opens in any browser and loads nothing; - is stdout')
    .option('--junit <file>', 'test results for a CI server, a suite a stage, a case a host; - is stdout')
    .addOption(runDirectory())
    .addHelpText('after', reportExamples)
    .action(async (run: string, options) => {
      const { report } = await import('../commands/report.ts');
      onExit(await report(world, run, options));
    });

  program
    .command('compare [before] [now]')
    .description('show what came out otherwise than in an earlier run: hosts, times, what hosts said')
    .option('--diff', 'what hosts said otherwise, line by line')
    .option('--json', 'as data')
    .option('--exit-code', 'end with 1 where a host came out worse')
    .addOption(runDirectory())
    .addHelpText('after', compareExamples)
    .action(async (before: string | undefined, now: string | undefined, options) => {
      const { compare } = await import('../commands/compare.ts');
      const wanted = { ...(before !== undefined && { before }), ...(now !== undefined && { now }) };
      onExit(await compare(world, wanted, options));
    });

  program
    .command('resume <run>')
    .description('go on with a run that was killed or interrupted; nothing runs twice')
    .option('--accept-changes', 'go on although the playbook, an inventory or a file has changed')
    .addOption(runDirectory())
    .addOption(outputOption())
    .addOption(yesOption())
    .action(async (run: string, options) => {
      const { resume } = await import('../commands/resume.ts');
      onExit(await resume(world, version, run, options));
    });

  program
    .command('retry <run>')
    .description('the same again, in a new run, on the hosts that did not come out ok')
    .addOption(runDirectory())
    .addOption(outputOption())
    .addOption(yesOption())
    .action(async (run: string, options) => {
      const { retry } = await import('../commands/retry.ts');
      onExit(await retry(world, version, run, options));
    });

  withInventoryOptions(program.command('unlock <run>'))
    .description('remove the locks of a run whose process is gone, here and (lock: true) on its hosts')
    .addOption(limitOption())
    .addOption(runDirectory())
    .option('--force', 'also when its process lives, or nobody here can know')
    .addHelpText('after', unlockHelp)
    .action(async (run: string, options) => {
      const { unlock } = await import('../commands/unlock.ts');
      onExit(await unlock(world, run, options));
    });
}

function runDirectory(): Option {
  return new Option('--run-dir <dir>', 'runs are kept below this directory');
}

const reportExamples = `
Examples:
  aeon-run report last --html report.html
  aeon-run report last --junit results.xml --html -  >report.html
`;

const compareExamples = `
A run is an id, the beginning of one, "last", or a directory. Without the second
one the newest run is meant, without both the newest and the one of the same
playbook before it.

Examples:
  aeon-run compare                   what the newest run changed
  aeon-run compare 20261124          since the one of that day
  aeon-run compare --diff            for example of "aeon-run exec … -- uname -r", done twice
`;

const unlockHelp = `
The hosts of a run that was started here are known. For one of another controller
name them: aeon-run unlock 20261125-101500-a1b2c3 -i inventory.yml --force
`;
