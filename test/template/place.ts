import type { Place } from '../../src/document/problem.ts';

/** Places as if the text were the first line of a file. */
export const at = (offset: number, length = 1): Place => ({
  file: 'p.yml',
  line: 1,
  column: offset + 1,
  length,
});
