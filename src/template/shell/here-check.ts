import type { HereDocument } from './state.ts';

/**
 * Why a value cannot stand in a here-document: `start` and `end` are where it lies in the whole text. No quoting helps
 * there against a line that is the delimiter, nor against tabs that `<<-` takes away.
 */
export function hereRefusal(
  text: string,
  start: number,
  end: number,
  { delimiter, isQuoted, stripsTabs, isInSubstitution }: HereDocument,
): string | undefined {
  const from = startOfLine(text, start, isQuoted);
  const to = endOfLine(text, end, isQuoted);
  const region = text.slice(from, to);
  const lines = [...region.split('\n'), ...(isQuoted ? [] : joined(region).split('\n'))];
  const bare = stripsTabs ? lines.map((line) => line.replace(/^\t+/, '')) : lines;
  // bash ends a here-document inside $(…) also at a line that only begins with the delimiter.
  if (bare.some((line) => line === delimiter || (isInSubstitution && line.startsWith(delimiter)))) {
    return `holds a line that would end the here-document (${delimiter})`;
  }
  if (stripsTabs && losesTabs(text, start, end, from))
    return 'begins a line with a tab, which <<- takes away';
  if (bare.some((line) => losesByteInDash(line, delimiter))) {
    return `holds a line that begins as the end of the here-document does (${delimiter}) and goes on beyond ASCII, where dash loses a byte`;
  }
  // Measured with bash 5.2: two \x01 become one.
  const isMangledByBash = isInSubstitution && /[\u0001\u007f]/.test(text.slice(start, end));
  return isMangledByBash
    ? 'holds a control character that bash loses in a here-document inside $(…)'
    : undefined;
}

/** Measured with dash 0.5.12, the /bin/sh of Debian 12: after `E` of a delimiter `EOF`, the first byte of `é` is lost. */
function losesByteInDash(line: string, delimiter: string): boolean {
  let same = 0;
  while (same < delimiter.length && line[same] === delimiter[same]) same += 1;
  return same > 0 && line.charCodeAt(same) > 0x7f;
}

function losesTabs(text: string, start: number, end: number, from: number): boolean {
  const isOnlyTabsBefore = /^\t*$/.test(text.slice(from, start));
  const value = text.slice(start, end);
  return value.includes('\n\t') || (isOnlyTabsBefore && value.startsWith('\t'));
}

/** Lines that end with a backslash go on, unless the delimiter was quoted. */
function startOfLine(text: string, at: number, isQuoted: boolean): number {
  let from = text.lastIndexOf('\n', at - 1) + 1;
  if (at === 0) from = 0;
  while (!isQuoted && from > 1 && isJoined(text, from - 1)) from = text.lastIndexOf('\n', from - 2) + 1;
  return from;
}

function endOfLine(text: string, at: number, isQuoted: boolean): number {
  let to = text.indexOf('\n', at);
  while (!isQuoted && to > 0 && isJoined(text, to)) to = text.indexOf('\n', to + 1);
  return to < 0 ? text.length : to;
}

/** Of two backslashes the first takes the meaning of the second away: an odd number of them joins the lines. */
function isJoined(text: string, newline: number): boolean {
  let from = newline;
  while (text[from - 1] === '\\') from -= 1;
  return (newline - from) % 2 === 1;
}

function joined(region: string): string {
  return region.replace(/(?<!\\)((?:\\\\)*)\\\n/g, '$1');
}
