import { cells } from '../../document/cells.ts';

export interface OurSign {
  /** What a headline of ours begins with. */
  readonly sign: string;
  /** Of the terminal, which breaks longer lines. */
  readonly columns: number;
}

/** Colours and characters without a width: a person sees no difference. */
const unseen = /\x1b\[[\d;:]*m|\p{Default_Ignorable_Code_Point}/gu;

/**
 * The line with a backslash where it would be seen to begin as a headline does: at its beginning, and where it is wider
 * than the terminal, before each such sign, as a row may begin there. Any other line is left as it is.
 */
export function notOurs(line: string, { sign, columns }: OurSign): string {
  const seen = line.replaceAll(unseen, '');
  if (!seen.includes(sign)) return line;
  if (cells(seen) > columns) return seen.replaceAll(sign, `\\${sign}`);
  return seen.startsWith(sign) ? `\\${line}` : line;
}
