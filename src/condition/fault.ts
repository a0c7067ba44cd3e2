import type { ProblemCode } from '../document/problem.ts';
import type { Range } from './references.ts';

/** What is wrong with a condition, at a range of its text: a problem without a file yet. */
export interface ConditionFault {
  readonly code: ProblemCode;
  readonly message: string;
  readonly advice: string;
  readonly range: Range;
}

export function faultAt(
  code: ProblemCode,
  message: string,
  range: Range | undefined,
  advice: string,
): ConditionFault {
  return { code, message, advice, range: range ?? { start: 0, end: 0 } };
}
