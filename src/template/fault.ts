import type { ProblemCode } from '../document/problem.ts';
import type { Span } from './tree.ts';

/** What is wrong with a template, at a span of its text: a problem without a file yet. Never holds a value. */
export interface Fault {
  readonly code: ProblemCode;
  readonly message: string;
  readonly advice?: string;
  readonly severity?: 'warning';
  readonly span: Span;
}
