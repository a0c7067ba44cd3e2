import type { CommanderError } from 'commander';
import { habitOfOption } from './other-options.ts';
import { schemaNames } from './schema-names.ts';

/** What is wrong with the words of a command line, without the parser's own prefix. */
export function usageSentence({ code, message }: CommanderError, argv: readonly string[]): string {
  if (code === 'commander.help') return 'one of these commands is needed';
  const [, argument = ''] = notGiven.exec(message) ?? [];
  const [, flag = ''] = /^error: unknown option '([^'=]*)/.exec(message) ?? [];
  return missing[argument] ?? `${plain(message)} ${habitOfOption(flag, argv) ?? help(argv)}`;
}

/** An argument that is missing or empty. */
const notGiven =
  /^error: (?:missing required argument|command-argument value '\s*' is invalid for argument) '([^']*)'/;

/** By the name of the argument. */
const missing: Readonly<Record<string, string>> = {
  playbook:
    'which playbook? Write: aeon-run PLAYBOOK -i INVENTORY (aeon-run init makes a first one, aeon-run --help says more)',
  command:
    'which command is to run on the hosts? Write it after --: aeon-run exec -i inventory.yml -- uptime',
  src: 'which file? Write: aeon-run copy SRC DEST -i inventory.yml',
  dest: 'where is the file to go on the hosts? Write: aeon-run copy SRC DEST -i inventory.yml',
  schema: `which schema? One of ${schemaNames.join(', ')}`,
  shell: 'for which shell? One of bash, zsh and fish',
  file: 'which file?',
  run: 'which run? Write its id, the beginning of one, or "last": aeon-run runs lists them',
  directory: 'which directory? Without one, the files are made in the current one',
};

/** The word `run` may be left out. */
function help(argv: readonly string[]): string {
  const [first = ''] = argv;
  return `Look at: aeon-run ${/^[a-z]+$/.test(first) ? first : 'run'} --help`;
}

function plain(message: string): string {
  return message
    .replace(/^error: /, '')
    .replace(/^command-argument value '(.*)' is invalid for argument '(.*)'\./, '$1 is no $2 here.')
    .replace(/\n\((.*)\)$/, '. $1')
    .replace(/(?<![.?])$/, '.');
}
