import type { Command, Option } from 'commander';
import { singleQuoted } from '../../shell/marks.ts';
import { beginningOf, oneLine } from '../../stages/one-line.ts';
import { UsageError } from '../exit-code.ts';

/** Short options that choose the hosts. The other ones mean too much elsewhere: `journalctl -u`, `sh -c`, `curl -k`. */
const choosingHosts: ReadonlySet<string | undefined> = new Set(['-l', '-i', '-H']);

/**
 * A word of the command that is an option of ours and was meant for us would be lost, and `--limit` with it: the command
 * would run on all hosts. Behind a `--` all words are the command's. @throws UsageError
 */
export function refuseLostOptions(command: Command, words: readonly string[]): void {
  if (argvOf(command).at(-words.length - 1) === '--') return;
  const [word = '', ...more] = words;
  const end = more.indexOf('--');
  const lost = more
    .slice(0, end < 0 ? more.length : end)
    .map((each) => each.replace(/^(--[^=]+)=.*$/s, '$1'))
    .find((flag) => command.options.some((option) => isOurs(option, flag)));
  if (lost === undefined) return;
  const shown = beginningOf(oneLine(word));
  // It may be typed as it stands.
  const first = /^[\w./@%+:-]+$/.test(shown) ? shown : singleQuoted(shown);
  throw new UsageError(
    `${lost} stands behind the command ${first}, and nobody knows whether it is for aeon-run or for ${first}. For aeon-run it goes before the command: aeon-run exec ${lost} … -- ${first} …; for ${first}, write -- before the command: aeon-run exec … -- ${first} … ${lost}`,
  );
}

function isOurs({ short, long }: Option, flag: string): boolean {
  return flag === long || (flag === short && choosingHosts.has(short));
}

function argvOf({ parent }: Command): readonly string[] {
  return (parent as Command & { readonly rawArgs: readonly string[] }).rawArgs; // Commander has them, its types do not.
}
