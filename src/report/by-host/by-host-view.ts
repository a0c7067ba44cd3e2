import type { TaskResult } from '../../result/task-result.ts';
import { type OneCommandParts, oneCommandView } from '../one-command-view.ts';
import type { Terminal } from '../terminal.ts';
import { safeLine, safeLines } from '../text/safe-text.ts';
import type { View } from '../view.ts';
import { type ReadWhole, wholeText, whyNotWhole } from '../whole-output.ts';

export interface ByHostParts extends OneCommandParts {
  /** Gets what hosts wrote on stdout; what they wrote on stderr, and what went wrong, is among the messages. */
  readonly result: Terminal;
  readonly readWhole: ReadWhole;
  /** Which of the two goes to a program, and not to a terminal that it could move the cursor of. */
  readonly isForProgram: { readonly result: boolean; readonly messages: boolean };
}

/** For one command on many hosts, for pipes: each line behind the name of its host, as soon as that host is done. */
export function byHostView({ result: output, readWhole, isForProgram, ...parts }: ByHostParts): View {
  return oneCommandView(parts, {
    onTaskEnded: ({ host, result }, fleet) => {
      const mark = `${safeLine(host)}: `;
      const from = { readWhole, directory: fleet.run?.runDirectory ?? '' };
      output.write(marked(mark, result.stdout, { ...from, isForProgram: isForProgram.result }));
      const said = marked(mark, result.stderr, { ...from, isForProgram: isForProgram.messages });
      parts.messages.write(said + failure(mark, result));
    },
  });
}

interface Marking extends Pick<ByHostParts, 'readWhole'> {
  readonly isForProgram: boolean;
  /** Of the run. */
  readonly directory: string;
}

function marked(
  mark: string,
  output: TaskResult['stdout'],
  { readWhole, isForProgram, directory }: Marking,
): string {
  const { tail = '', bytes = 0, file } = output ?? {};
  const whole = wholeText(output, readWhole);
  const cut =
    whole === undefined ? `${mark}[only the end of ${bytes} bytes; all of it: ${directory}/${file}]\n` : '';
  const lines = linesOf(whole ?? tail, isForProgram).map((line) => `${mark}${line}\n`);
  return cut + lines.join('');
}

/** For a program each character counts. */
function linesOf(text: string, isForProgram: boolean): readonly string[] {
  if (text === '') return [];
  return isForProgram ? text.replace(/\n$/, '').split('\n') : safeLines(text, { mayColour: false });
}

/** What went wrong: a command that ended by itself has said why, but not that not all of it was heard. */
function failure(mark: string, result: TaskResult): string {
  const { outcome, reason, exitCode, message = outcome } = result;
  const isEnd = outcome === 'ok' || reason === 'exit_code';
  const notWhole = isEnd ? whyNotWhole(result) : undefined;
  const cut = notWhole === undefined ? '' : `${mark}[not all of its output] ${safeLine(notWhole)}\n`;
  if (outcome === 'ok') return cut;
  const why = isEnd ? `exit code ${exitCode}` : safeLine(message);
  return `${cut}${mark}[${outcome}] ${why}\n`;
}
