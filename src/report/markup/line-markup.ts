import type { Line } from '../text/spans.ts';
import { type Markup, markup, ofSafeText } from './markup.ts';

/** A line as the terminal gets it; its tones are classes. */
export function lineMarkup(line: Line): Markup {
  return markup`${line.map(({ text, tone }) =>
    tone === undefined ? ofSafeText(text) : markup`<span class="${tone}">${ofSafeText(text)}</span>`,
  )}`;
}
