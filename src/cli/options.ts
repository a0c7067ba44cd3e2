import { type Command, InvalidArgumentError, Option } from 'commander';

/** A whole number from 1. */
export function count(flags: string, description: string): Option {
  return new Option(flags, description).argParser((text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= 1) return value;
    throw new InvalidArgumentError('It takes a whole number from 1.');
  });
}

export function seconds(flags: string, description: string): Option {
  return new Option(flags, description).argParser((text) => {
    const value = Number(text.replace(/s$/, ''));
    if (text !== '' && value > 0 && Number.isFinite(value)) return value;
    throw new InvalidArgumentError('It takes a number of seconds above 0.');
  });
}

/**
 * An option that may be given again and again, one value each time: one that takes several at once would swallow the
 * playbook in `aeon-run -i inventory.yml playbook.yml`.
 */
export function repeatable(flags: string, description: string): Option {
  return new Option(flags, description).argParser((text: string, before: readonly string[] = []) => [
    ...before,
    text,
  ]);
}

/** Where the hosts come from. */
export function withInventoryOptions(command: Command): Command {
  return command
    .addOption(repeatable('-i, --inventory <file>', 'an inventory; several -i merge in order'))
    .addOption(repeatable('-H, --host <line>', 'a host ip, ip:user or ip:user:password, or a range of them'))
    .addOption(
      new Option(
        '--host-keys <policy>',
        'what to do with unknown host keys, where no inventory says it',
      ).choices(['strict', 'accept-new', 'off']),
    )
    .option('--allow-readable-passwords', 'accept plain passwords in a file that other users can read');
}

export function limitOption(): Option {
  return new Option('-l, --limit <pattern>', 'only these hosts: names, groups, web[1-9], a,b a:&b a:!b');
}

/** How a run goes and how it is shown. */
export function withRunOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--output <view>', 'how to show the run')
        .choices(['auto', 'live', 'lines', 'json', 'quiet'])
        .default('auto'),
    )
    .option('--results <file>', 'write results.json there too')
    .option('--run-dir <dir>', 'keep runs below this directory')
    .addOption(seconds('--connect-timeout <seconds>', 'for one login (default 30)'))
    .option('--debug', 'tell each step of each connection on stderr');
}
