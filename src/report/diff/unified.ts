import { isUtf8 } from 'node:buffer';
import { structuredPatch } from 'diff';

/** Lines of a unified diff, without its header; `undefined` when one of the two is no text. */
export function unifiedLines(before: Buffer, after: Buffer): string[] | undefined {
  if (!isText(before) || !isText(after)) return undefined;
  const { hunks } = structuredPatch('', '', before.toString('utf8'), after.toString('utf8'), '', '', {
    context: 3,
  });
  return hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
    `@@ -${range(oldStart, oldLines)} +${range(newStart, newLines)} @@`,
    ...lines,
  ]);
}

/** POSIX.1-2017, diff, "Diff -u Output Format": of nothing, the line before it is named. */
function range(start: number, lines: number): string {
  return `${lines === 0 ? start - 1 : start},${lines}`;
}

function isText(bytes: Buffer): boolean {
  return !bytes.includes(0) && isUtf8(bytes);
}
