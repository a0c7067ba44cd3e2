import { blankSecrets } from './blank-secrets.ts';
import { cells } from './cells.ts';
import type { Place } from './problem.ts';
import { unprintable } from './unprintable.ts';

const allUnprintable = new RegExp(`[${unprintable}]`, 'g');

/** A few lines of a file as they are shown around a place. */
export interface FrameLine {
  /** The number of the line, or blanks under it. */
  readonly gutter: string;
  readonly text: string;
  readonly kind: 'context' | 'marked' | 'carets';
}

const maxColumns = 100;
/** Longer ones are the work of machines: secrets in them cannot be told from the rest. */
const longestLine = 5000;

/** The line of the place with carets under it, and its neighbours. No secrets, no control characters, no endless lines. */
export function codeFrame(lines: readonly string[], place: Place): FrameLine[] {
  if ((lines[place.line - 1]?.length ?? 0) > longestLine) return [];
  const numbers = [place.line - 1, place.line, place.line + 1].filter(
    (line) => line >= 1 && line <= lines.length,
  );
  const gutterWidth = String(numbers.at(-1) ?? place.line).length;
  const window = windowOf(place);
  return numbers.flatMap((number): FrameLine[] => {
    const shown = blankSecrets(lines, number - 1);
    const gutter = String(number).padStart(gutterWidth);
    if (number === place.line) {
      return [
        { gutter, text: cut(shown, window), kind: 'marked' },
        { gutter: ' '.repeat(gutterWidth), text: carets(shown, place, window), kind: 'carets' },
      ];
    }
    return shown.trim() === '' ? [] : [{ gutter, text: cut(shown, window), kind: 'context' }];
  });
}

interface Window {
  readonly start: number;
  readonly end: number;
}

/** Long lines are cut so that the place stands in the middle. */
function windowOf({ column }: Place): Window {
  const start = column > maxColumns - 20 ? column - Math.floor(maxColumns / 2) : 0;
  return { start, end: start + maxColumns };
}

function cut(line: string, { start, end }: Window): string {
  const before = start > 0 && line.length > start ? '…' : '';
  const after = line.length > end ? '…' : '';
  return before + printable(line.slice(start, end)) + after;
}

function carets(line: string, { column, length = 1 }: Place, { start, end }: Window): string {
  const from = Math.max(start, Math.min(column - 1, line.length));
  const to = Math.max(from + 1, Math.min(from + length, line.length, end));
  const indent = (start > 0 && line.length > start ? 1 : 0) + cells(printable(line.slice(start, from)));
  return ' '.repeat(indent) + '^'.repeat(Math.max(1, cells(printable(line.slice(from, to)))));
}

/** Tabs as two blanks, other control characters and marks that turn text around as a harmless picture. */
function printable(text: string): string {
  return text.replaceAll('\t', '  ').replace(allUnprintable, '\u{fffd}');
}
