import { type Command, InvalidArgumentError, Option } from 'commander';
import { becomeMethods } from '../shell/become/method.ts';
import { durationMs } from '../stages/duration.ts';
import { hostKeyPolicies } from '../transport/transport.ts';
import { once } from './strict-values.ts';

/** A whole number from 1. */
export function count(flags: string, description: string): Option {
  return once(new Option(flags, description), (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= 1) return value;
    throw new InvalidArgumentError('It takes a whole number from 1.');
  });
}

/** A whole number from 0. */
export function wholeNumber(flags: string, description: string): Option {
  return once(new Option(flags, description), (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(value)) return value;
    throw new InvalidArgumentError('It takes a whole number from 0.');
  });
}

export function seconds(flags: string, description: string): Option {
  return once(new Option(flags, description), (text) => {
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
  return new Option(flags, description).argParser((text: string, before: readonly string[] = []) => {
    if (text === '') throw new InvalidArgumentError('It is empty.');
    return [...before, text];
  });
}

/** Tags with commas between them; given again, it adds to those before. Nothing is never all. */
function tags(flags: string, description: string): Option {
  return new Option(flags, description).argParser((text: string, before?: string) => {
    if (/^[\s,]*$/.test(text)) throw new InvalidArgumentError('It takes tags, with commas between them.');
    return before === undefined ? text : `${before},${text}`;
  });
}

/** Where the hosts come from, and how to log in where no inventory says it. */
export function withInventoryOptions(command: Command): Command {
  return command
    .addOption(repeatable('-i, --inventory <file>', 'an inventory; several -i merge in order'))
    .addOption(repeatable('-H, --host <line>', 'a host: ip, ip:user, ip:user:password; [1-9] makes more'))
    .option('-u, --user <user>', 'who logs in, where no inventory says it')
    .option('--key <file>', 'the private key, where no inventory says it')
    .addOption(
      repeatable(
        '--inventory-command <command>',
        'run a dynamic inventory of Ansible (--list is added), take its hosts',
      ),
    )
    .addOption(
      new Option('--host-keys <policy>', 'unknown host keys, where no inventory says it').choices([
        ...hostKeyPolicies,
      ]),
    )
    .addOption(
      new Option(
        '--become-method <method>',
        'how to become another user, where no inventory says it',
      ).choices([...becomeMethods]),
    )
    .option('-k, --ask-password', 'ask for the password of the login')
    .option('-K, --ask-become-password', 'ask for the password of sudo, doas or su')
    .option('--allow-readable-passwords', 'accept plain passwords in a file that others can read');
}

export function limitOption(): Option {
  const description = 'only these hosts: names, groups, web[1-9], a,b a:&b a:!b';
  return new Option('-l, --limit <pattern>', description).argParser((text: string, before?: string) => {
    if (before === undefined) return text;
    throw new InvalidArgumentError(`It was given already: write one pattern, such as ${before},${text}.`);
  });
}

/** Which stages of a playbook run, and on which hosts. */
export function withPlanOptions(command: Command): Command {
  return withInventoryOptions(command)
    .addOption(repeatable('-e, --extra-vars <vars>', 'NAME=VALUE, or @file of YAML; beats all other vars'))
    .addOption(limitOption())
    .addOption(tags('--tags <tags>', 'only stages with one of these tags (comma-separated)'))
    .addOption(tags('--skip-tags <tags>', 'no stages with one of these tags'))
    .option('--start-at <stage>', 'begin at the stage with this name or number')
    .addOption(count('-c, --concurrency <n>', 'hosts at once, where a stage does not say (default 10)'));
}

/** How a run goes and how it is shown. */
export function withRunOptions(command: Command): Command {
  return command
    .addOption(outputOption())
    .option('--results <file>', 'write results.json there too')
    .option('--run-dir <dir>', 'keep runs below this directory')
    .addOption(seconds('--connect-timeout <seconds>', 'for one login (default 30)'))
    .option('--debug', 'tell each step of each connection on stderr');
}

export function yesOption(): Option {
  return new Option('--yes', 'answer yes to each question that a pause asks');
}

/** In milliseconds: `90` (seconds), `90s`, `5m`, `1h30m`. */
export function duration(flags: string, description: string): Option {
  return once(new Option(flags, description), (text) => {
    const isNumber = /^\d+(\.\d+)?$/.test(text);
    const ms = durationMs(isNumber ? Number(text) : text);
    const isDuration = isNumber || /^(?=\d)(\d+h)?(\d+m)?(\d+(\.\d+)?s)?(\d+ms)?$/.test(text);
    if (isDuration && ms > 0) return ms;
    throw new InvalidArgumentError('It takes a duration such as 300 (seconds), 90s, 5m or 1h30m.');
  });
}

export function outputOption(): Option {
  return new Option('--output <view>', 'how to show the run')
    .choices(['auto', 'live', 'lines', 'json', 'quiet'])
    .default('auto');
}
