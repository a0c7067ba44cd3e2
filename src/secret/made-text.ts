import { type Masker, mask } from './masker.ts';

/** A text that was made of values, some of which may be secret. */
export interface MadeText {
  readonly text: string;
  readonly from: readonly unknown[];
  /** What comes of other values in their places. */
  readonly remake: (values: readonly unknown[]) => unknown;
}

/** Is told of each such text, before it is shown anywhere. */
export type TellMade = (made: MadeText) => void;

/**
 * Masks what was made of secrets: `gehe_im` where it was `gehe-im`. What comes of the same values masked may be shown, since it
 * knows nothing of them. Where more would be shown, the part that differs is a secret of its own.
 */
export function maskMade(masker: Masker): TellMade {
  return ({ text, from, remake }) => {
    const hidden = from.map((value) => masker.hide(value));
    if (hidden.every((value, at) => value === from[at])) return;
    const harmless = remake(hidden);
    if (typeof harmless !== 'string') return;
    const isMasked = withoutQuotes(masker.mask(text)) === withoutQuotes(harmless);
    // Those that are masked already may be in an encoding by now, and come into another one.
    for (const secret of isMasked ? masker.found(text) : [ownPart(text, harmless)]) masker.add(secret);
  };
}

/** JSON has them around a text, and none around a number. */
function withoutQuotes(text: string): string {
  return text.replaceAll(`"${mask}"`, mask);
}

/** Without what both have at the start and at the end. */
function ownPart(text: string, other: string): string {
  const most = Math.min(text.length, other.length);
  let start = 0;
  while (start < most && text[start] === other[start]) start++;
  let end = 0;
  while (end < most - start && text.at(-1 - end) === other.at(-1 - end)) end++;
  return text.slice(start, text.length - end);
}
