import type { Answers } from '../answers.ts';
import { endWith } from '../ended-command.ts';
import { environmentOf } from '../environment.ts';
import { oneLine } from '../one-line.ts';
import type { StageEnd } from '../stage.ts';
import { ask, type LocalStep, type Step } from '../step.ts';
import type { LocalArgs } from './schema.ts';

/** Runs the command on this machine. @throws TaskFailure `exit_code` */
export function* runHere(
  args: LocalArgs,
  localPath: (path: string) => string,
): Generator<LocalStep, StageEnd, Answers[Step['kind']]> {
  const {
    command,
    chdir = '.',
    env = {},
    inherit = [],
  } = typeof args === 'string' ? { command: args } : args;
  const end = yield* ask({
    kind: 'local',
    command,
    directory: localPath(chdir),
    environment: environmentOf(env),
    inherited: inherit,
  });
  return endWith(end, 'the command', ' (on this machine)');
}

/** One line for the plan and the log. */
export function describeLocal(args: LocalArgs): string {
  const { command, chdir, env = {} } = typeof args === 'string' ? { command: args } : args;
  const names = Object.keys(env);
  const notes = [
    'here',
    chdir === undefined ? '' : `in ${chdir}`,
    names.length === 0 ? '' : `with ${names.join(', ')} set`,
  ].filter((note) => note !== '');
  const text = oneLine(command);
  return `${text} (${notes.join('; ')})`;
}
