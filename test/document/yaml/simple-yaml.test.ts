import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSimpleJson } from '../../../src/document/yaml/simple-json.ts';
import { readSimpleYaml } from '../../../src/document/yaml/simple-yaml.ts';
import { parseYaml } from '../../../src/document/yaml/yaml.ts';

/** Whatever the fast reader answers, the full one must answer too, and it must have nothing to tell. */
function agrees(text: string, value: unknown): void {
  if (value === undefined) return;
  const { document, problems } = parseYaml(text, 'f.yml');
  expect(problems).toEqual([]);
  expect(document?.lossyNumbers).toEqual([]);
  expect(JSON.stringify(document?.value)).toBe(JSON.stringify(value));
}

const scalarText = fc.constantFrom(
  ...[
    'a',
    'b c',
    '1',
    '01',
    '1.10',
    '1.5',
    '-1',
    '1e3',
    '0x1f',
    '.5',
    '1.',
    '10.0.0.1',
    '1.2.3',
    '~',
    'null',
    'true',
    'no',
  ],
  ...[
    '"q: #"',
    "'s'",
    "'it''s'",
    '"e\\n"',
    'a # c',
    'a#b',
    'a: b',
    'a:',
    'http://x',
    '*x',
    '&x',
    '!t',
    '{{ x }}',
    '|',
    '>',
  ],
  ...[
    '{ a: 1, b: [x, y] }',
    '{a: 1}',
    '[]',
    '{}',
    '[a, "b", 1.0]',
    '{ a: , b }',
    '[a,b]',
    '{ a:1 }',
    '{ "a":1 }',
    '%',
    '@',
    '- x',
  ],
  ...[
    '{ a: 1 } # c',
    '[a] b',
    '"q" x',
    '.inf',
    'NULL',
    '12e03',
    '+1',
    '0',
    '00',
    '1_000',
    '2026-01-01',
    '<<',
    '{ a: b: c }',
    '',
  ],
);
const keyText = fc.constantFrom(
  'a',
  'b',
  'c-d',
  '"q"',
  "'s'",
  '1',
  'true',
  '10.0.0.1',
  'null',
  '<<',
  '__proto__',
  'e f',
  '? x',
  '1.5',
  '""',
);
const indent = fc.constantFrom('', '', '  ', '  ', '    ', ' ');
const line = fc.oneof(
  fc.tuple(indent, keyText, scalarText).map(([space, key, value]) => `${space}${key}: ${value}`),
  fc.tuple(indent, keyText).map(([space, key]) => `${space}${key}:`),
  fc.tuple(indent, scalarText).map(([space, value]) => `${space}- ${value}`),
  fc.constantFrom('', '# c', '  # c', '---', '...', '-', '  -', 'plain', '  plain'),
);

describe('the fast reader', () => {
  it('reads nothing otherwise than the full one, on any lines', () => {
    let read = 0;
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), (lines) => {
        const value = readSimpleYaml(lines.join('\n'));
        if (value !== undefined) read++;
        agrees(lines.join('\n'), value);
      }),
      { numRuns: 20_000 },
    );
    expect(read).toBeGreaterThan(500);
  });

  it('reads nothing otherwise than the full one, on any JSON', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(2), (json, spaces) => {
        const text = JSON.stringify(JSON.parse(json), undefined, spaces);
        agrees(text, readSimpleJson(text));
      }),
      { numRuns: 1000 },
    );
    for (const text of ['{"a": 1, "a": 2}', '[1.10]', '[1e3]', '{"a\\":": 1}', '[01]', '[{"a":1},{"a":2}]']) {
      agrees(text, readSimpleJson(text));
    }
  });

  it('reads what large inventories are made of', () => {
    const text = [
      '# hosts',
      'defaults: { user: pi }',
      'groups:',
      '  web:',
      '    hosts:',
      '      web1: { address: 10.0.0.1, vars: { rack: "a 1", slot: 3 } } # first',
      '      web2:',
      '    vars:',
      '      - x',
      '  db:',
      '    hosts: ["db[1-20]"]',
      '',
    ].join('\n');
    expect(readSimpleYaml(text)).toBeDefined();
    agrees(text, readSimpleYaml(text));
  });

  it('tells places in a large file as in a small one', () => {
    const rows = Array.from({ length: 5000 }, (_, index) => `h${index}: { port: ${index} }`);
    const { document, problems } = parseYaml(rows.join('\n'), 'f.yml');
    expect(problems).toEqual([]);
    expect(document?.place(['h4000', 'port'])).toEqual({ file: 'f.yml', line: 4001, column: 16, length: 4 });
    expect(parseYaml(`${rows.join('\n')}\nh7: 1\n`, 'f.yml').problems).toMatchObject([
      { code: 'yaml-duplicate-key' },
    ]);
  });
});
