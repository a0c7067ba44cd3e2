import type { StageState } from '../fleet/stage-state.ts';
import { cut } from '../text/fit.ts';
import { safeLine } from '../text/safe-text.ts';
import { type Line, paint } from '../text/spans.ts';
import type { Symbols } from '../text/symbols.ts';

export interface LineLook {
  readonly hasColor: boolean;
  readonly symbols: Symbols;
  readonly timeOfDay: (at: string) => string;
}

/** `12:04:05 ` or `12:04:05 [2/7 Install on managers] ` before the words. */
export function prefixed(
  at: string,
  stage: StageState | undefined,
  of: number,
  words: Line,
  look: LineLook,
): string {
  const { hasColor, symbols, timeOfDay } = look;
  const name = stage && cut(safeLine(stage.facts.name), 40, symbols.ellipsis);
  const place = stage === undefined ? '' : `[${stage.number}/${of} ${name}] `;
  const line: Line = [{ text: `${timeOfDay(at)} ${place}`, tone: 'dim' }, ...words];
  return paint(line, { hasColor, columns: Number.POSITIVE_INFINITY, ellipsis: symbols.ellipsis });
}
