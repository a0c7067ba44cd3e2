import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeLine, safeLines } from '../../../src/report/text/safe-text.ts';

describe('text of a host', () => {
  it('is one line without colours in a message, and its other controls are seen', () => {
    expect(safeLine('a\r\nb\n\nc\n')).toBe('a b c');
    expect(safeLine('\x1b[1;31mred\x1b[0m')).toBe('red');
    expect(safeLine('\x1b[2J\x07\x7f\x00\x9bK')).toBe('^[[2J^G^?^@M-^[K');
    expect(safeLine('50%\r100%')).toBe('50%^M100%');
    expect(safeLine('a\u202eb\u2066c')).toBe('a<U+202E>b<U+2066>c');
  });

  it('keeps its colours in output where they are allowed, and they end with the line', () => {
    const lines = safeLines('\x1b[01;31mE:\x1b[m no\nplain\n', { mayColour: true });
    expect(lines).toEqual(['\x1b[01;31mE:\x1b[m no\x1b[0m', 'plain']);
    expect(safeLines('\x1b[38;5;200mpink \x1b[48;2;1;2;3mon dark', { mayColour: true })).toEqual([
      '\x1b[38;5;200mpink \x1b[48;2;1;2;3mon dark\x1b[0m',
    ]);
  });

  it('does not hide and does not blink', () => {
    expect(safeLines('\x1b[8mhidden \x1b[5mblinking', { mayColour: true })).toEqual([
      '^[[8mhidden ^[[5mblinking',
    ]);
  });

  it('has no control character in it, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(safeLine(text)).not.toMatch(/[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]/);
        for (const line of safeLines(text, { mayColour: true })) {
          expect(line.replaceAll(/\x1b\[[\d;:]*m/g, '')).not.toMatch(
            /[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]/,
          );
        }
      }),
    );
  });
});
