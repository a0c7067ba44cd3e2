import { isUtf8 } from 'node:buffer';
import { structuredPatch } from 'diff';

/**
 * Lines of a unified diff, without its header; `undefined` when one of the two is no text, or more than `mostChanges` lines are
 * gone or new: the time that it takes grows with their square. Both are masked whole: a secret of several short lines would not be
 * known by any of them.
 */
export function unifiedLines(
  before: Buffer,
  after: Buffer,
  mask: (text: string) => string,
  mostChanges = Number.POSITIVE_INFINITY,
): string[] | undefined {
  if (!isText(before) || !isText(after)) return undefined;
  const [old = '', made = ''] = [before, after].map((bytes) => mask(bytes.toString('utf8')));
  const options = { context: 3, maxEditLength: mostChanges };
  return structuredPatch('', '', old, made, '', '', options)?.hunks.flatMap(
    ({ oldStart, oldLines, newStart, newLines, lines }) => [
      `@@ -${range(oldStart, oldLines)} +${range(newStart, newLines)} @@`,
      ...lines,
    ],
  );
}

/** POSIX.1-2017, diff, "Diff -u Output Format": of nothing, the line before it is named. */
function range(start: number, lines: number): string {
  return `${lines === 0 ? start - 1 : start},${lines}`;
}

function isText(bytes: Buffer): boolean {
  return !bytes.includes(0) && isUtf8(bytes);
}
