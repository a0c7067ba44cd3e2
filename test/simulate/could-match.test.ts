import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { couldMatch } from '../../src/simulate/model/could-match.ts';
import { matcher } from '../../src/simulate/model/glob.ts';

const letters = (alphabet: string, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...alphabet), maxLength });

describe('whether a pattern could match', () => {
  it('a text that is known is whether it does', () => {
    fc.assert(
      fc.property(letters('ab*?', 6), letters('ab', 8), (pattern, text) => {
        expect(couldMatch(pattern, text)).toBe(matcher(pattern)(text));
      }),
    );
  });

  it('is so where it matches with something in the place of what is unknown', () => {
    fc.assert(
      fc.property(
        letters('ab*?', 6),
        fc.tuple(letters('ab', 3), letters('ab', 3), letters('ab', 3)),
        (pattern, [before, value, after]) => {
          if (matcher(pattern)(before + value + after))
            expect(couldMatch(pattern, `${before}‹facts.os›${after}`)).toBe(true);
        },
      ),
    );
    expect(couldMatch('a?*c', 'a‹facts.os›b')).toBe(false);
    expect(couldMatch('ab', 'a‹facts.os›bb')).toBe(false);
    expect(couldMatch('/b/', 'a')).toBe(true);
  });
});
