import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cells } from '../../../src/document/cells.ts';
import { column, cut, wrap } from '../../../src/report/text/fit.ts';

describe('fitting text into cells', () => {
  it('counts a wide character as two and never cuts it in half', () => {
    expect(cells('管理')).toBe(4);
    expect(cut('管理サーバ', 6, '…')).toBe('管理…');
    expect(column('管理サーバ', 6, '…')).toBe('管理… ');
    expect(cut('👩‍👩‍👧‍👦 family', 4, '…')).toBe('👩‍👩‍👧‍👦 …');
  });

  it('never gives more cells than there are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(60), (text, width) => {
        expect(cells(cut(text, width, '…'))).toBeLessThanOrEqual(width);
        expect(cells(column(text, width, '…'))).toBe(width);
        // One character may take three cells, and is not broken.
        for (const line of wrap(text, width + 4)) expect(cells(line)).toBeLessThanOrEqual(width + 4);
      }),
    );
  });

  it('breaks at spaces, and keeps a number with its percent sign', () => {
    expect(wrap('19 of 20 hosts are ok (95 %), 95 % asked', 32)).toEqual([
      '19 of 20 hosts are ok (95 %),',
      '95 % asked',
    ]);
    expect(wrap('/a/very/long/path', 8)).toEqual(['/a/very/', 'long/pat', 'h']);
  });
});
