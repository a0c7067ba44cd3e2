import { lastLine } from '../../result/last-line.ts';
import { TaskFailure } from '../../result/task-failure.ts';
import { type CommandSetting, commandText, enterText, readCommandText } from '../../shell/command-text.ts';
import { insideQuotes, singleQuoted, unquoted } from '../../shell/marks.ts';
import { whetherThere } from '../../shell/whether-there.ts';
import type { Steps } from '../step.ts';
import { tryStep } from '../try-step.ts';

/** What is asked on the host before the command runs. */
export interface Checks {
  readonly creates?: string | undefined;
  readonly unless?: string | undefined;
  readonly onlyif?: string | undefined;
}

/**
 * Asks the host in one look whether the command is needed. Gives why it is not, or undefined when it is to run.
 * @throws TaskFailure when that cannot be learned: the command was not started then
 */
export function* whyNotNeeded(
  checks: Checks,
  setting: CommandSetting,
  timeoutMs: number,
): Steps<string | undefined> {
  const text = checkText(checks, setting);
  if (text === '') return undefined;
  const look = yield* tryStep({ kind: 'look', command: text, timeoutMs });
  if (!look.isDone) throw neverStarted(look);
  const { exitCode, stdout, stderr, isSecret } = look.answer;
  if (exitCode !== 0) {
    const why = (!isSecret && lastLine(stderr)) || `exit code ${exitCode}`;
    const message = `the checks before the command could not be made, so it was not run: ${why}`;
    throw new TaskFailure('check_failed', message, { phase: 'exec', ran: 'no' });
  }
  const [word, code] = stdout.trim().split(' ');
  switch (word) {
    case 'creates':
      return `${checks.creates} is there already (creates)`;
    case 'unless':
      return 'the check of unless says that it is not needed';
    case 'onlyif':
      return `the check of onlyif ended with exit code ${code}`;
    default:
      return undefined;
  }
}

/** Prints the word of the check that spares the command, if one does. What the checks print goes nowhere. */
function checkText({ creates, unless, onlyif }: Checks, setting: CommandSetting): string {
  const { shell } = setting;
  const check = (text: string) =>
    `( eval ${singleQuoted(commandText(text, shell === undefined ? {} : { shell }))} ) >/dev/null; c=$?`;
  const parts = [
    creates === undefined ? '' : `if ${whetherThere(creates)}; then echo creates; exit 0; fi`,
    unless === undefined ? '' : `${check(unless)}; if [ $c = 0 ]; then echo unless; exit 0; fi`,
    onlyif === undefined ? '' : `${check(onlyif)}; if [ $c != 0 ]; then echo "onlyif $c"; exit 0; fi`,
  ].filter((part) => part !== '');
  if (parts.length === 0) return '';
  return [enterText(setting), ...parts, 'exit 0'].filter((part) => part !== '').join('\n');
}

const checkOf = (name: string) =>
  new RegExp(`\\( eval '(${insideQuotes})' \\) >/dev/null; c=\\$\\?; if [^;]*; then echo "?${name}`);

/** The commands of `checkText`, for whoever plays the host; undefined where the text is another one. */
export function readChecks(text: string): Pick<Checks, 'unless' | 'onlyif'> | undefined {
  if (!/then echo "?(?:creates|unless|onlyif)\b/.test(text) || !text.endsWith('exit 0')) return undefined;
  const command = (name: string) => {
    const found = checkOf(name).exec(text)?.[1];
    return found === undefined ? undefined : readCommandText(unquoted(found));
  };
  return { unless: command('unless'), onlyif: command('onlyif') };
}

/** A check that was cut has done no harm, so the host may be tried again. */
function neverStarted({
  reason,
  message,
}: {
  readonly reason: TaskFailure['reason'];
  readonly message: string;
}) {
  const isCut = reason === 'link_lost' || reason === 'no_end_mark';
  return new TaskFailure(
    isCut ? 'lost_before_start' : reason,
    `${message}; that was a check before the command, which was not run`,
    { ran: 'no' },
  );
}
