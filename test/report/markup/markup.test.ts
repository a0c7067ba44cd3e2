import fc from 'fast-check';
import { parseFragment } from 'parse5';
import { expect, it } from 'vitest';
import { lineMarkup } from '../../../src/report/markup/line-markup.ts';
import { block, markup } from '../../../src/report/markup/markup.ts';
import { safeLine, safeLines } from '../../../src/report/text/safe-text.ts';
import { hostile } from '../stories.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }).map((text) => text.replaceAll(/[\ufffe\uffff]/g, '?')),
  fc
    .array(fc.constantFrom('<', '>', '&', '"', "'", '&lt;', '</pre>', '-->', ']]>', 'a', ' ', '\n', '\x1b'))
    .map((parts) => parts.join('')),
);

it('shows any text as it is, between tags and in an attribute, and as nothing else', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const [element, ...more] = parseFragment(String(markup`<p title="${text}">${text}</p>`)).childNodes;
      expect(more).toEqual([]);
      expect(element).toMatchObject({ nodeName: 'p', attrs: [{ name: 'title', value: safeLine(text) }] });
      expect(textOf(element)).toBe(safeLine(text));
    }),
  );
});

it('keeps the lines of a block, each harmless', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const [element, ...more] = parseFragment(String(markup`<code>${block(text)}</code>`)).childNodes;
      expect(more).toEqual([]);
      expect(textOf(element)).toBe(safeLines(text, { mayColour: false }).join('\n'));
    }),
  );
  expect(String(block(hostile))).toBe(
    'red and ^[[2J^[[Hgone\n12:04:05 [1/1 Ship] m9 ok 0.1s^Mback &#60;U+202E&#62;right&#60;U+202C&#62; M-^[2J',
  );
});

it('holds no character that XML forbids', () => {
  const xml = /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u; // XML 1.0, 2.2.
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => xml.test(`${markup`${text}`}${block(text)}`)),
  );
  expect(String(markup`${'\0\ufffe\uffff\ud800'}`)).toBe('^@\ufffd\ufffd\ufffd');
});

it('leaves markup in markup alone, joins lists, and writes nothing for what is not there', () => {
  const items = ['a', '<'].map((text) => markup`<li>${text}</li>`);
  expect(String(markup`<ul>${items}</ul>${undefined}${3}`)).toBe('<ul><li>a</li><li>&#60;</li></ul>3');
});

it('gives the tones of a line as classes, with its spaces', () => {
  const line = [
    { text: '3 ok' },
    { text: ' · ', tone: 'dim' } as const,
    { text: '<1>', tone: 'bad' } as const,
  ];
  expect(String(lineMarkup(line))).toBe(
    '3 ok<span class="dim"> · </span><span class="bad">&#60;1&#62;</span>',
  );
});

function textOf(node: unknown): string {
  const { childNodes = [], value = '' } = node as { childNodes?: readonly unknown[]; value?: string };
  return value + childNodes.map(textOf).join('');
}
