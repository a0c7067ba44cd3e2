/** One step of a pattern such as `web[1-20],db:&live:!web7`: what its names do to the hosts chosen so far. */
export interface PatternTerm {
  readonly operator: 'add' | 'keep' | 'remove';
  /** A name, glob or range. */
  readonly text: string;
  readonly offset: number;
}

export interface PatternFault {
  readonly wrong: string;
  readonly advice: string;
  readonly offset: number;
  readonly length: number;
}

/**
 * Reads a pattern from left to right: `,` adds, `:&` keeps only, `:!` removes. A colon elsewhere is part of a name
 * (an IPv6 address, also in brackets), and nothing inside of brackets separates. A pattern that goes on from another
 * one may start with `&` or `!`.
 */
export function parsePattern(
  pattern: string,
  goesOn = false,
): { terms: PatternTerm[]; faults: PatternFault[] } {
  const terms: PatternTerm[] = [];
  const faults: PatternFault[] = [];
  for (const { operator, start, end } of pieces(pattern)) {
    const raw = pattern.slice(start, end);
    const text = raw.trim();
    const offset = start + raw.length - raw.trimStart().length;
    if (text === '') faults.push(emptyName(pattern, start));
    else if (operator !== 'add' && terms.length === 0 && !goesOn)
      faults.push(noStart(operator, text, offset));
    else terms.push({ operator, text, offset });
  }
  return { terms, faults };
}

interface Piece {
  readonly operator: PatternTerm['operator'];
  readonly start: number;
  readonly end: number;
}

function* pieces(pattern: string): Iterable<Piece> {
  const leading = /^\s*([&!])/.exec(pattern);
  let operator = operators[leading?.[1] ?? ','] ?? 'add';
  let start = leading?.[0].length ?? 0;
  for (const match of pattern.matchAll(/\[[^\]]*\]?|,\s*([&!])?|:([&!])/g)) {
    if (match[0].startsWith('[') || match.index < start) continue;
    yield { operator, start, end: match.index };
    operator = operators[match[1] ?? match[2] ?? ','] ?? 'add';
    start = match.index + match[0].length;
  }
  yield { operator, start, end: pattern.length };
}

function noStart(operator: 'keep' | 'remove', text: string, offset: number): PatternFault {
  const sign = operator === 'keep' ? '&' : '!';
  return {
    wrong: `a pattern cannot start with ${sign}`,
    advice: `Say from which hosts: all:${sign}${text}.`,
    offset: Math.max(0, offset - 1),
    length: text.length + 1,
  };
}

const operators: Readonly<Record<string, PatternTerm['operator']>> = {
  ',': 'add',
  '&': 'keep',
  '!': 'remove',
};

function emptyName(pattern: string, start: number): PatternFault {
  return {
    wrong: 'a name is missing',
    advice: 'Remove the separator, or write a name, a group or * there.',
    offset: Math.min(start, Math.max(0, pattern.length - 1)),
    length: 1,
  };
}
