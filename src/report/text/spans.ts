import { cells } from '../../document/cells.ts';
import { beginning, wrap } from './fit.ts';

/** A piece of a line with what it means; the colour follows from that. The text is safe and has no colours. */
export interface Span {
  readonly text: string;
  readonly tone?: Tone;
  /** A path is copied by hand: the line that it stands in is never cut. */
  readonly isPath?: true;
}

export type Tone = 'good' | 'bad' | 'warn' | 'busy' | 'dim' | 'strong';
export type Line = readonly Span[];

const sgr: Record<Tone, string> = { good: '32', bad: '31', warn: '33', busy: '36', dim: '2', strong: '1' };

export interface Paint {
  /** In cells; `Infinity` where nothing has to fit. */
  readonly columns: number;
  readonly hasColor: boolean;
  readonly ellipsis: string;
}

/** The line as the terminal gets it, at most `columns` cells wide but for paths; an ellipsis stands for what was cut. */
export function paint(line: Line, look: Paint): string {
  const isCut = width(line) > look.columns && !line.some(({ isPath }) => isPath);
  let room = isCut ? look.columns - cells(look.ellipsis) : Number.POSITIVE_INFINITY;
  if (room < 0) return look.ellipsis.slice(0, Math.max(0, look.columns));
  let painted = '';
  for (const [at, span] of line.entries()) {
    if (cells(span.text) > room) {
      return painted + toned({ ...span, text: beginning(span.text, room).trimEnd() + look.ellipsis }, look);
    }
    const isLast = at === line.length - 1;
    painted += toned(isLast ? { ...span, text: span.text.trimEnd() } : span, look);
    room -= cells(span.text);
  }
  return painted;
}

function toned({ text, tone }: Span, { hasColor }: Paint): string {
  return hasColor && tone !== undefined && text.trim() !== '' ? `\x1b[${sgr[tone]}m${text}\x1b[0m` : text;
}

export function width(line: Line): number {
  return line.reduce((sum, { text }) => sum + cells(text), 0);
}

/** Parts with a separator between them; parts that are undefined are left out. */
export function joined(parts: readonly (Span | undefined)[], separator: Span): Line {
  const there = parts.filter((part) => part !== undefined);
  return there.flatMap((part, at) => (at === 0 ? [part] : [separator, part]));
}

/** As `joined`, on as many lines as it takes: breaks between parts, and indents what follows. */
export function flowed(
  parts: readonly (Span | undefined)[],
  separator: Span,
  columns: number,
  indent: string,
): Line[] {
  const lines: Span[][] = [];
  for (const part of parts) {
    const line = lines.at(-1);
    if (part === undefined) continue;
    if (line !== undefined && width([...line, separator, part]) <= columns) line.push(separator, part);
    else lines.push(line === undefined ? [part] : [{ text: indent }, part]);
  }
  return lines;
}

/** As `wrap`, of a line with its tones: where one ends, the line is not broken for that. */
export function wrapped(line: Line, columns: number): Line[] {
  const whole = line.flatMap((span) => span.text.split('').map((unit) => ({ unit, span })));
  let at = 0;
  return wrap(line.map(({ text }) => text).join(''), columns).map((piece) => {
    const spans: { text: string; from: Span }[] = [];
    for (const unit of piece.split('')) {
      while (whole[at] !== undefined && whole[at]?.unit !== unit) at++; // A space at which it was broken.
      const from = whole[at++]?.span ?? { text: '' };
      const last = spans.at(-1);
      if (last?.from === from) last.text += unit;
      else spans.push({ text: unit, from });
    }
    return spans.map(({ text, from }) => ({ ...from, text }));
  });
}
