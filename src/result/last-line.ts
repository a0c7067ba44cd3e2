const longest = 200;

/** The last line of a program's output that says something, for a sentence; empty when there is none. */
export function lastLine(text: string): string {
  const line = text
    .split(/[\r\n]+/)
    .map((each) => each.trim())
    .findLast((each) => each !== '');
  if (line === undefined) return '';
  return line.length <= longest ? line : `${line.slice(0, longest - 1)}…`;
}
