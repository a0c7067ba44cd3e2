import fc from 'fast-check';
import { expect, it } from 'vitest';
import { expandRange } from '../../../src/inventory/select/range.ts';

it('names each host of a range once, with the width that was written', () => {
  expect(expandRange('web[8-11]')).toEqual({ names: ['web8', 'web9', 'web10', 'web11'] });
  expect(expandRange('web[08-11]')).toEqual({ names: ['web08', 'web09', 'web10', 'web11'] });
  expect(expandRange('r[1-2]n[1,3]')).toEqual({ names: ['r1n1', 'r1n3', 'r2n1', 'r2n3'] });
  expect(expandRange('plain')).toEqual({ names: ['plain'] });
});

it('reads every range as it was meant, whatever its ends and width', () => {
  fc.assert(
    fc.property(fc.nat(5000), fc.nat(50), fc.nat(3), (from, count, zeros) => {
      const width = zeros === 0 ? 0 : String(from).length + zeros;
      const written = (number: number) => String(number).padStart(width, '0');
      const expected = Array.from({ length: count + 1 }, (_, index) => `h${written(from + index)}.x`);
      expect(expandRange(`h[${written(from)}-${written(from + count)}].x`)).toEqual({ names: expected });
    }),
  );
});

it('never throws and never fills the memory', () => {
  const piece = fc.constantFrom('a', '[', ']', '-', ',', '1', '99999', '0', ' ');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const expansion = expandRange(pieces.join(''));
      if ('names' in expansion) expect(expansion.names.length).toBeLessThanOrEqual(100_000);
      else expect(expansion.wrong).not.toBe('');
    }),
    { numRuns: 500 },
  );
});
