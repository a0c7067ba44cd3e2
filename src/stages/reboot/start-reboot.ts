import { isCut, TaskFailure } from '../../result/task-failure.ts';
import type { CommandAnswer } from '../answers.ts';
import { exitSentence } from '../exit-sentence.ts';
import { ask, type Steps } from '../step.ts';
import { tryStep } from '../try-step.ts';

/**
 * Sends the host down. That the link breaks, or that the shutdown ends the shell, is what was asked for.
 * @throws TaskFailure `reboot_refused` when the command said no and the old boot goes on
 */
export function* startReboot(host: string, command: string, oldBootId: string): Steps<void> {
  const end = yield* rebootCommand(command);
  if (end.kind === 'link-lost') return;
  const { exitCode, stdout, stderr } = end;
  // 128 and more is a signal: the shutdown that we asked for ends the shell as well.
  if (exitCode === 0 || exitCode > 128) return;
  const bootId = yield* tryStep({ kind: 'boot-id' });
  if (!bootId.isDone || bootId.answer !== oldBootId) return;
  const sentence = exitSentence('the reboot command', exitCode, stderr);
  const message = `${host} did not start to reboot: ${sentence} (a reboot needs root: try become: true)`;
  throw new TaskFailure('reboot_refused', message, { exitCode, stdout, stderr });
}

function* rebootCommand(command: string): Steps<CommandAnswer> {
  try {
    return yield* ask({ kind: 'command', command, mayLoseLink: true });
  } catch (error) {
    if (isCut(error)) return { kind: 'link-lost' };
    throw error;
  }
}
