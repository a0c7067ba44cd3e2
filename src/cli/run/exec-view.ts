import { isOfCommandLine } from '../../playbook/stage/one-stage.ts';
import { groupedView } from '../../report/grouped/grouped-view.ts';
import type { Terminal } from '../../report/terminal.ts';
import type { View } from '../../report/view.ts';
import { exec } from '../../stages/exec/stage.ts';
import { wholeOutputs } from './whole-outputs.ts';

/** Whether it is a run of `aeon-run exec`: what its hosts said is its result, and no summary. */
export function isExecRun(playbook: { readonly path: string }, kind: string | undefined): boolean {
  return isOfCommandLine(playbook.path) && kind === exec.name;
}

export interface ExecParts {
  /** Of the run. */
  readonly directory: string;
  /** What goes on until its end; its summary is not wanted. */
  readonly progress: View;
  readonly result: Terminal;
  readonly messages: Terminal;
  readonly isGoingOn?: boolean;
  /** Where all went well there is no verdict. */
  readonly isQuiet?: boolean;
}

/** What the hosts of such a run said, those that said the same together. */
export function execView({ directory, ...parts }: ExecParts): View {
  return groupedView({ ...parts, readWhole: wholeOutputs(directory) });
}

export const silentView: View = { onEvent: () => {}, close: () => {} };

/** Takes the summary that is not wanted. */
export const nowhere: Terminal = {
  write: () => {},
  columns: () => 80,
  rows: () => 24,
  hasColor: false,
  hasUnicode: true,
};
