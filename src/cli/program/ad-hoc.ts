import type { Command } from 'commander';
import { count, duration, limitOption, withInventoryOptions, withRunOptions } from '../options.ts';
import type { Commands } from './commands.ts';
import { refuseLostOptions } from './lost-options.ts';

/** `aeon-run exec`, `copy` and `wait`: one stage without a playbook. */
export function addAdHoc(commands: Commands): void {
  addExec(commands);
  addCopy(commands);
  addWait(commands);
}

function addExec({ program, world, version, onExit }: Commands): void {
  withAdHocOptions(program.command('exec <command...>'))
    .description('run one command on many hosts; those that say the same are told together')
    .option('--by-host', 'each line behind the name of its host, as hosts end: for pipes')
    .passThroughOptions()
    .addHelpText('after', execHelp)
    .action(async (words: string[], options, command: Command) => {
      refuseLostOptions(command, words);
      const { exec } = await import('../commands/exec.ts');
      onExit(await exec(world, version, words, options));
    });
}

function addCopy({ program, world, version, onExit }: Commands): void {
  withAdHocOptions(program.command('copy <src> <dest>'))
    .description('bring files to many hosts, verified: a file, a directory (dir/) or a pattern')
    .option('--mode <mode>', 'permission bits such as 0755; those of the file here unless told')
    .addHelpText('after', copyHelp)
    .action(async (src: string, dest: string, options) => {
      const { copy } = await import('../commands/copy.ts');
      onExit(await copy(world, version, [src, dest], options));
    });
}

function addWait({ program, world, version, onExit }: Commands): void {
  withAdHocOptions(program.command('wait'), 'for the whole wait: 90, 90s, 5m (default 5m)')
    .description('wait until hosts can be logged in to')
    .option('--check <command>', 'shell text that ends with exit code 0 when a host is ready')
    .addHelpText('after', waitHelp)
    .action(async (options) => {
      const { wait } = await import('../commands/wait.ts');
      onExit(await wait(world, version, options));
    });
}

function withAdHocOptions(command: Command, timeout = 'for one attempt on one host: 90, 90s, 5m'): Command {
  withInventoryOptions(command)
    .addOption(limitOption())
    .addOption(count('-c, --concurrency <n>', 'hosts at once (default 10)'))
    .addOption(duration('--timeout <time>', timeout))
    .option('-b, --become', 'as root, through sudo (or --become-method)')
    .option('--become-user <user>', 'as that user, in the same way');
  return withRunOptions(command);
}

const execHelp = `
One word is shell text as it is; several are the words of one command, and each
arrives as it was given. {{ }} means nothing here. The stdin of the command is
empty: nothing that is piped to aeon-run goes to the hosts. What -H says stands
in the process list of this machine: keep passwords in a file for -i, or in
AEON_HOST.

Options of aeon-run go before the command. Behind -- every word is the
command's; without it, one that could be an option of aeon-run (-l, -i, -H and
all long ones) is refused.

Examples:
  aeon-run exec -i inventory.yml -l workers -- uptime
  aeon-run exec -i inventory.yml 'df -h / | tail -1'
  aeon-run exec -i inventory.yml --by-host -- uname -r | sort -k2
  aeon-run exec -H '192.168.1.[10-20]:pi' -b -- systemctl restart agent
`;

const copyHelp = `
With a slash at its end DEST is a directory. SRC is one file, dir/ (all that is
in it) or a pattern, which your shell is not to fill in: 'conf/*.conf'.

Examples:
  aeon-run copy agent.conf /etc/agent/ -i inventory.yml -b
  aeon-run copy site/ /srv/site/ -i inventory.yml -l web
  aeon-run copy install.sh /tmp/install.sh --mode 0755 -i inventory.yml -l m1
`;

const waitHelp = `
Examples:
  aeon-run wait -i inventory.yml --timeout 10m
  aeon-run wait -i inventory.yml --check 'systemctl is-active agent'
`;
