import { isError, type Place, type Problem, type ProblemCode } from './problem.ts';
import { sortProblems } from './problem-order.ts';

/** A problem as scripts get it. */
export interface ProblemJson {
  readonly code: ProblemCode;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly advice?: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly length?: number;
  /** Where the file is included in which it stands, and that one, up to the outermost file. */
  readonly included_by?: readonly Pick<Place, 'file' | 'line' | 'column'>[];
}

/** The same problems in the same order as for a person, for `--output json`. */
export function problemsJson(problems: readonly Problem[]): ProblemJson[] {
  return sortProblems(problems).map((problem) => ({
    code: problem.code,
    severity: isError(problem) ? 'error' : 'warning',
    message: problem.message,
    ...(problem.advice !== undefined && { advice: problem.advice }),
    ...problem.place,
    ...(problem.includedBy !== undefined && {
      included_by: problem.includedBy.map(({ file, line, column }) => ({ file, line, column })),
    }),
  }));
}
