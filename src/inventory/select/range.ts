import { countText } from '../../result/count-text.ts';
/** `web[01-03]` names three hosts; `r[1-2]n[1-4]` eight; `[1,3,5-7]` lists. */
export type Expansion =
  | { readonly names: readonly string[] }
  /** What is wrong, for the end of a sentence, and where in the text. */
  | BadRange;

export interface BadRange {
  readonly wrong: string;
  readonly advice: string;
  readonly offset: number;
  readonly length: number;
}

/** More names than any fleet has; a slip such as `[1-1000000000]` must not fill the memory. */
export const mostNames = 100_000;

/** The names that a text stands for: itself when it has no brackets. Leading zeros keep the width. */
export function expandRange(text: string): Expansion {
  if (!/[[\]]/.test(text)) return { names: [text] };
  let names = [''];
  let at = 0;
  for (const { index, 0: bracket, 1: inside = '' } of text.matchAll(/\[([^[\]]*)\]/g)) {
    const literal = text.slice(at, index);
    const stray = strayBracket(literal, at);
    if (stray) return stray;
    const items = expandItems(inside);
    if (!Array.isArray(items)) return { ...items, offset: index, length: bracket.length };
    if (names.length * items.length > mostNames) return tooMany(index, bracket.length);
    names = names.flatMap((name) => items.map((item) => name + literal + item));
    at = index + bracket.length;
  }
  const rest = text.slice(at);
  return strayBracket(rest, at) ?? { names: names.map((name) => name + rest) };
}

/** `1-3,7` as its texts, or what is wrong with it. */
function expandItems(inside: string): string[] | Pick<BadRange, 'wrong' | 'advice'> {
  const items: string[] = [];
  for (const part of inside.split(',')) {
    const [, first, last = first] = /^\s*(\d{1,15})\s*(?:-\s*(\d{1,15})\s*)?$/.exec(part) ?? [];
    if (first === undefined || last === undefined)
      return { wrong: 'a range holds numbers only', advice: 'Write it like [1-20], [01-20] or [1,3,5-7].' };
    const [from, to] = [Number(first), Number(last)];
    if (from > to) return { wrong: 'the range runs backwards', advice: `Write [${last}-${first}].` };
    if (items.length + to - from >= mostNames)
      return { wrong: `the range has more than ${countText(mostNames)} names`, advice: fewer };
    const width = first.startsWith('0') ? first.length : 0;
    for (let number = from; number <= to; number++) items.push(String(number).padStart(width, '0'));
  }
  return items;
}

const fewer = 'Look for a digit too many, or split the range.';

function tooMany(offset: number, length: number): Expansion {
  return {
    wrong: `together the ranges have more than ${countText(mostNames)} names`,
    advice: fewer,
    offset,
    length,
  };
}

function strayBracket(literal: string, offset: number): Expansion | undefined {
  const at = literal.search(/[[\]]/);
  if (at < 0) return undefined;
  return {
    wrong: 'a bracket has no partner',
    advice: 'Write it like w[1-20].',
    offset: offset + at,
    length: 1,
  };
}
