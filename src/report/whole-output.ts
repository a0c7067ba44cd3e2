import { type Output, type TaskResult, tailBytes } from '../result/task-result.ts';

/** The text of an output that is longer than what events hold; undefined where it is too long to be shown, or gone. */
export type ReadWhole = (file: string, bytes: number) => string | undefined;

/** All of an output that was kept; undefined where only its end is known. */
export function wholeText(output: Output | undefined, readWhole: ReadWhole): string | undefined {
  const { tail = '', bytes = 0, file } = output ?? {};
  return file === undefined || bytes <= tailBytes ? tail : readWhole(file, bytes);
}

/** Why the command may have written more than what was kept, for the end of a sentence; undefined where that is all of it. */
export function whyNotWhole({ stdout, stderr }: Pick<TaskResult, 'stdout' | 'stderr'>): string | undefined {
  if (stdout?.isCut || stderr?.isCut) return 'the link, or the run, was lost while the command ran';
  const why = stdout?.incomplete ?? stderr?.incomplete;
  return why === undefined ? undefined : `it could not be kept here: ${why}`;
}
