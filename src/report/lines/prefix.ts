import type { StageState } from '../fleet/stage-state.ts';
import { cut } from '../text/fit.ts';
import { safeLine } from '../text/safe-text.ts';
import { type Line, paint, width, wrapped } from '../text/spans.ts';
import type { Symbols } from '../text/symbols.ts';

export interface LineLook {
  readonly hasColor: boolean;
  readonly columns: () => number;
  readonly symbols: Symbols;
  readonly timeOfDay: (at: string) => string;
}

/** Where a sentence or a host's words go on: no line of ours begins so. */
export const indent = '    ';

/**
 * `12:04:05 ` or `12:04:05 [2/7 Install on managers] ` before the words; `[4.2 Install]` where the place in the plan is no mere number. Where a terminal would break the line, it
 * goes on in indented lines instead, so that no part of it can pass for a line of ours.
 */
export function prefixed(
  at: string,
  stage: StageState | undefined,
  of: number,
  words: Line,
  look: LineLook,
): string[] {
  const { hasColor, symbols, timeOfDay } = look;
  const name = stage && cut(safeLine(stage.facts.name), 40, symbols.ellipsis);
  const place = stage === undefined ? '' : `[${placeOf(stage, of)} ${name}] `;
  const line: Line = [{ text: `${timeOfDay(at)} ${place}`, tone: 'dim' }, ...words];
  const style = { hasColor, columns: Number.POSITIVE_INFINITY, ellipsis: symbols.ellipsis };
  const columns = look.columns();
  if (width(line) <= columns) return [paint(line, style)];
  const [first = [], ...rest] = wrapped(line, Math.max(20, columns - indent.length));
  return [paint(first, style), ...rest.map((piece) => indent + paint(piece, style))];
}

/** The id under which the plan and `--start-at` know it. */
function placeOf({ facts: { id }, number }: StageState, of: number): string {
  return id === String(number) ? `${id}/${of}` : id;
}
