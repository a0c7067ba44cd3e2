import type { CommandSetting } from '../../shell/command-text.ts';
import { oneLine } from '../one-line.ts';
import type { Checks } from './checks.ts';

/** One line for the plan: the commands, and in brackets in what they run and what spares them. */
export function describeExec(commands: readonly string[], setting: CommandSetting, checks: Checks): string {
  const { directory, environment = {}, stdin, shell } = setting;
  const names = Object.keys(environment);
  const notes = [
    directory === undefined ? '' : `in ${directory}`,
    names.length === 0 ? '' : `with ${names.join(', ')} set`,
    stdin === undefined ? '' : `${Buffer.byteLength(stdin)} bytes on stdin`,
    shell === undefined ? '' : `by ${shell}`,
    checks.creates === undefined ? '' : `unless ${checks.creates} is there`,
    checks.unless === undefined ? '' : `unless: ${oneLine(checks.unless)}`,
    checks.onlyif === undefined ? '' : `only if: ${oneLine(checks.onlyif)}`,
  ].filter((note) => note !== '');
  const what = commands.map(oneLine).join(' && ');
  return notes.length === 0 ? what : `${what} (${notes.join('; ')})`;
}
