import { TaskFailure } from '../result/task-failure.ts';
import type { Output } from '../result/task-result.ts';
import { exitSentence } from './exit-sentence.ts';
import type { StageEnd } from './stage.ts';

/** A command that came to its end. */
interface EndedCommand {
  readonly exitCode: number;
  readonly stdout: Output;
  readonly stderr: Output;
}

/**
 * How a stage ends with its command. `what` it was begins the sentence of a failure, and `where` follows on it.
 * @throws TaskFailure `exit_code` for every one but 0
 */
export function endWith({ exitCode, stdout, stderr }: EndedCommand, what: string, where = ''): StageEnd {
  if (exitCode === 0) return { exitCode, stdout, stderr, ...notKept(stdout, stderr) };
  const sentence = `${exitSentence(what, exitCode, stderr)}${where}`;
  throw new TaskFailure('exit_code', sentence, { exitCode, stdout, stderr });
}

/** A sentence where this controller could not write all of the output; nothing where it could. */
function notKept(...outputs: readonly Output[]): { readonly message?: string } {
  const why = outputs.find(({ incomplete }) => incomplete !== undefined)?.incomplete;
  return why === undefined ? {} : { message: `its output could not be kept whole here: ${why}` };
}
