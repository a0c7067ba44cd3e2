import type { RunEvent } from '../../events/events.ts';
import type { TaskResult } from '../../result/task-result.ts';
import { FleetState } from '../fleet/fleet-state.ts';
import { closing, verdict } from '../summary/summary.ts';
import { summaryLook } from '../summary/write-summary.ts';
import type { Terminal } from '../terminal.ts';
import { safeLine, safeLines } from '../text/safe-text.ts';
import type { View } from '../view.ts';
import { type ReadWhole, wholeText, whyNotWhole } from '../whole-output.ts';

export interface ByHostParts {
  /** Shows what goes on until its end. */
  readonly progress: View;
  /** Gets what hosts wrote on stdout. */
  readonly result: Terminal;
  /** Gets what they wrote on stderr, what went wrong, and the verdict. */
  readonly messages: Terminal;
  readonly readWhole: ReadWhole;
  /** Which of the two goes to a program, and not to a terminal that it could move the cursor of. */
  readonly isForProgram: { readonly result: boolean; readonly messages: boolean };
  /** Where all went well there is no verdict. */
  readonly isQuiet?: boolean;
}

/** For one command on many hosts, for pipes: each line behind the name of its host, as soon as that host is done. */
export function byHostView(parts: ByHostParts): View {
  const { progress, result, messages, readWhole, isForProgram, isQuiet = false } = parts;
  const fleet = new FleetState();
  let isOver = false;
  const close = () => {
    if (isOver) return;
    isOver = true;
    progress.close();
    if (fleet.run === undefined) return;
    const isGood = fleet.end?.exitCode === 0;
    if (isGood && isQuiet) return;
    messages.write(`${(isGood ? verdict : closing)(fleet, summaryLook(messages)).join('\n')}\n`);
  };
  return {
    onEvent: (event: RunEvent) => {
      fleet.apply(event);
      if (event.type === 'task-ended') {
        const mark = `${safeLine(event.host)}: `;
        const { stdout, stderr } = event.result;
        const from = { readWhole, directory: fleet.run?.runDirectory ?? '' };
        result.write(marked(mark, stdout, { ...from, isForProgram: isForProgram.result }));
        messages.write(
          marked(mark, stderr, { ...from, isForProgram: isForProgram.messages }) +
            failure(mark, event.result),
        );
      }
      if (event.type === 'run-ended') close();
      else progress.onEvent(event);
    },
    ...(progress.suspend !== undefined && { suspend: progress.suspend.bind(progress) }),
    close,
  };
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
