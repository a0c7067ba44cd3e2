import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ProblemsError } from '../../src/document/problem.ts';
import { RuntimeValueFailure } from '../../src/template/runtime-failure.ts';
import { compileTemplate } from './compile.ts';
import { at } from './place.ts';

const words = [
  ...[
    '{{',
    '}}',
    '{{{',
    '}}}',
    '{{{{raw}}}}',
    '{{{{/raw}}}}',
    '{{#if x}}',
    '{{/if}}',
    '{{else}}',
    '{{#each xs}}',
  ],
  ...[
    '{{/each}}',
    '{{this}}',
    '{{x}}',
    '{{v}}',
    '{{xs}}',
    '{{~x~}}',
    '{{!',
    '--}}',
    '{{>',
    '(',
    ')',
    '|',
    'as',
    '\\',
    '\\{{',
  ],
  ...[
    '"',
    "'",
    '`',
    '$',
    '$(',
    '$((',
    '))',
    '${',
    '}',
    '#',
    '\n',
    ' ',
    ';',
    ';;',
    '&',
    '<',
    '<<E',
    '<<-',
    "<<'E'",
    '<< -',
    '$[',
    '[[ ',
    ' ]]',
    ' -eq ',
    'let ',
    'a[',
  ],
  ...[
    '\nE\n',
    '>',
    'case',
    'in',
    'esac',
    'if',
    'a',
    '=',
    '[',
    ']',
    '../',
    '@index',
    '.',
    '\0',
    '\r\n',
    '\u2028',
    '漢',
  ],
];
const text = fc.oneof(
  fc.array(fc.constantFrom(...words), { maxLength: 25 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 40 }),
);
const scope = { x: "it's", v: 'a[$(>PWN)]', xs: ['a', 'b'], E: 'e' };

test.each(['shell', 'text'] as const)(
  'any %s is compiled and rendered, or refused with a problem',
  (context) => {
    const check = (input: string) => {
      try {
        const template = compileTemplate(input, context, at);
        template.check(scope, new Set(['results']));
        template.render(scope);
      } catch (error) {
        if (error instanceof ProblemsError) expect(error.problems.length).toBeGreaterThan(0);
        else expect(error).toBeInstanceOf(RuntimeValueFailure);
      }
    };
    fc.assert(fc.property(text, check), { numRuns: 15_000 });
  },
);

test('what check lets pass is rendered', () => {
  const check = (input: string) => {
    try {
      const template = compileTemplate(input, 'shell', at);
      if (template.check(scope, new Set()).every(({ severity }) => severity === 'warning'))
        template.render(scope);
    } catch (error) {
      expect(error).toBeInstanceOf(ProblemsError);
    }
  };
  fc.assert(fc.property(text, check), { numRuns: 5_000 });
});

test.each([
  '{',
  '{{',
  "{{'",
  '{{[',
  '{{x',
  '{{x}}',
  '\\{{',
  '{{#if x}}',
  '{{#each xs}}',
  '{{(',
  '"{{x}}',
  '$(',
  '${{x}}',
  '<<E\n',
  '(',
  '`',
  '{{!--',
])('a text of nothing but %s comes to an end', { timeout: 20_000 }, (part) => {
  for (const end of ['', '{{x}}']) {
    try {
      compileTemplate(part.repeat(20_000) + end, 'shell', at).check(scope, new Set());
    } catch (error) {
      expect(error).toBeInstanceOf(ProblemsError);
    }
  }
});

test('loops in loops come to an end', () => {
  const loops = (depth: number) => `${'{{#each xs}}'.repeat(depth)}{{this}} ${'{{/each}}'.repeat(depth)}`;
  expect(() => compileTemplate(loops(6), 'shell', at)).toThrow(/5 deep/);
  expect(compileTemplate(loops(5), 'shell', at).check({ xs: ['a'] }, new Set())).toHaveLength(1);
});
