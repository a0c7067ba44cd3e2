import { cells, isNarrow } from '../../document/cells.ts';

/** Cut to at most `width` cells; `ellipsis` stands for what was cut. */
export function cut(text: string, width: number, ellipsis: string): string {
  if (cells(text) <= width) return text;
  const room = width - cells(ellipsis);
  return room < 0 ? ellipsis.slice(0, Math.max(0, width)) : beginning(text, room) + ellipsis;
}

/** The longest beginning of whole characters that fits into `width` cells. */
export function beginning(text: string, width: number): string {
  if (isNarrow(text)) return text.slice(0, Math.max(0, width));
  let taken = '';
  let room = width;
  for (const { segment } of characters(text)) {
    room -= cells(segment);
    if (room < 0) break;
    taken += segment;
  }
  return taken;
}

/** Exactly `width` cells: cut where longer, filled with spaces where shorter. */
export function column(text: string, width: number, ellipsis: string): string {
  const fitted = cut(text, width, ellipsis);
  return fitted + ' '.repeat(Math.max(0, width - cells(fitted)));
}

/** Short text at the right edge of `width` cells. */
export function rightAligned(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - cells(text))) + text;
}

/** Breaks at spaces (but not in `95 %`) into lines of at most `width` cells (at least 1); a word that is longer is broken anywhere. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/ (?!%)/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (cells(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (cells(line) > width) {
      // A wide character in one cell: there is no way, so it goes through whole.
      const head = beginning(line, width) || (characters(line).containing(0)?.segment ?? line);
      lines.push(head);
      line = line.slice(head.length);
    }
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line];
}

let segmenter: Intl.Segmenter | undefined;

/** What a person sees as one. Made when a text needs it: to make a segmenter takes 10 ms. */
function characters(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter();
  return segmenter.segment(text);
}
