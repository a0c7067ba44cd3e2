import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeUtf8 } from '../../../src/document/decode-utf8.ts';
import { formatProblems } from '../../../src/document/format-problems.ts';
import { parseYaml } from '../../../src/document/yaml/yaml.ts';

function codes(text: string): string[] {
  return parseYaml(text, 'f.yml').problems.map(
    ({ code, place }) => `${code} ${place?.line}:${place?.column}`,
  );
}

describe('the traps of YAML', () => {
  it.each([
    ['a quote that is not closed, where it opens', 'a: 1\nb: "x\nc: 2\n', ['yaml-syntax 2:4']],
    ['a bracket that is not closed', 'a: [1\nb: 2', ['yaml-syntax 1:4']],
    ['a second colon', 'a: b: c', ['yaml-syntax 1:5']],
    ['a list item among keys', 'a: 1\n- b\n', ['yaml-syntax 2:1']],
    ['every tab', 'a:\n\tb: 1\n\tc: 2\n', ['yaml-tab-indent 2:1', 'yaml-tab-indent 3:1']],
    ['another version', '%YAML 1.1\n---\na: 1\n', ['yaml-version 1:1']],
    ['a second document', 'a: 1\n---\nb: 2\n', ['yaml-several-documents 2:1']],
    ['nothing at all', '', ['yaml-empty 1:1']],
    ['comments only', '# a\n# b\n', ['yaml-empty 1:1']],
    ['a key that stands twice', 'a: 1\nb: 2\na: 3\n', ['yaml-duplicate-key 3:1']],
    ['keys that collide', '"1": a\n1: b\n', ['yaml-key-not-text 2:1', 'yaml-duplicate-key 2:1']],
    ['a boolean as a key', 'true: a\n', ['yaml-key-not-text 1:1']],
    ['an anchor in itself', 'a: &x\n  b: *x\n', ['yaml-cyclic-anchor 2:6']],
    ['an unknown alias', 'a: *x\n', ['yaml-unknown-alias 1:4']],
    ['an unquoted template', 'a: {{ x }}\n', ['yaml-unquoted-template 1:4']],
    ['an unquoted template with more', 'a: {{ x }}/y {{z}}\nb: 1\n', ['yaml-unquoted-template 1:4']],
    ['an unquoted template in braces', 'a: { b: {{ x }}, c: 1 }\n', ['yaml-unquoted-template 1:9']],
    ['a tag without meaning', 'a: !foo x\n', ['yaml-unknown-tag 1:4']],
  ])('tell %s', (_name, text, expected) => {
    expect(codes(text)).toEqual(expected);
  });

  it('are told all at once', () => {
    expect(codes('a: 1\na: 2\nb: {{ x }}\nc: *nope\n---\nd: 1\n')).toEqual([
      'yaml-several-documents 5:1',
      'yaml-duplicate-key 2:1',
      'yaml-unquoted-template 3:4',
      'yaml-unknown-alias 4:4',
    ]);
  });

  it('do not hide the rest of a file from its checks', () => {
    const { document } = parseYaml('a: {{ x }} --flag\na: 2\n1: x\n', 'f.yml');
    expect(document?.value).toEqual({ a: 2, 1: 'x' });
  });

  it('keep a bomb of aliases from going off', () => {
    const rows = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
    for (let i = 1; i < 12; i++) rows.push(`a${i}: &a${i} [${`*a${i - 1}, `.repeat(9)}]`);
    expect(codes(rows.join('\n')).filter((code) => code.startsWith('yaml-alias-bomb'))).toHaveLength(1);
  });

  it.each(['[', '{a: ', '- '])('end a nesting of %s without a crash', (opening) => {
    const { document, problems } = parseYaml(opening.repeat(20_000), 'f.yml');
    expect(document).toBeUndefined();
    expect(problems.map(({ code }) => code)).toContain('yaml-too-deep');
  });

  it('never quote the line of a syntax error', () => {
    const text = 'token: *geheim\nsecret: !geheim\npassword: geheim123: x\n  - "geheim123\n';
    const { problems } = parseYaml(text, 'f.yml');
    expect(problems.length).toBeGreaterThan(2);
    expect(JSON.stringify(problems)).not.toContain('geheim');
    expect(formatProblems(problems, new Map([['f.yml', text]]), { color: false })).not.toContain('geheim');
  });

  it('tell the line of bytes that are not UTF-8', () => {
    const { text, problems } = decodeUtf8(Buffer.from([0x61, 0x0a, 0x62, 0xff, 0x0a]), 'f.yml');
    expect(text).toBeUndefined();
    expect(problems[0]).toMatchObject({
      code: 'file-not-utf8',
      place: { file: 'f.yml', line: 2, column: 2 },
    });
  });

  it('do not count a byte order mark as text', () => {
    expect(decodeUtf8(Buffer.from('\ufeffa: 1'), 'f.yml').text).toBe('a: 1');
  });
});

describe('the reader of YAML', () => {
  it('gives plain values, merge keys and aliases resolved', () => {
    const { document, problems } = parseYaml(
      'base: &base { user: pi, port: 22 }\nm1:\n  <<: *base\n  port: 2222\nm2: *base\n__proto__: { x: 1 }\n',
      'f.yml',
    );
    expect(problems).toEqual([]);
    expect(JSON.parse(JSON.stringify(document?.value))).toMatchObject({
      m1: { user: 'pi', port: 2222 },
      m2: { user: 'pi', port: 22 },
    });
    expect(document?.place(['m1', 'user'])).toMatchObject({ line: 1, column: 21 });
    expect(Object.hasOwn(document?.value as object, '__proto__')).toBe(true);
  });

  it('never throws and never hangs on any text', () => {
    const piece = fc.constantFrom(
      ...[
        'a',
        ': ',
        '- ',
        '\n',
        '  ',
        '\t',
        '{',
        '}',
        '[',
        ']',
        '"',
        "'",
        '&x ',
        '*x',
        '!t ',
        '|\n',
        '>-\n',
        '#',
        '{{',
        '}}',
      ],
      ...[
        '---\n',
        '...\n',
        '%YAML 1.1\n',
        '<<',
        '? ',
        ',',
        '0644',
        '1.10',
        '\\',
        '\r\n',
        '\0',
        '\ufeff',
        '@',
        '`',
        '😀',
      ],
    );
    const text = fc.oneof(
      fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join('')),
      fc.string({ unit: 'binary', maxLength: 200 }),
    );
    fc.assert(
      fc.property(text, (yaml) => {
        const { document, problems } = parseYaml(yaml, 'f.yml');
        formatProblems(problems, new Map([['f.yml', yaml]]), { color: true });
        expect(document !== undefined || problems.length > 0).toBe(true);
        JSON.stringify(document?.value);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('places', () => {
  const text = [
    'name: plain text here',
    'double: "a\\tb\\u0041 c"',
    "single: 'it''s here'",
    'literal: |',
    '  first line',
    '    indented here',
    'folded: >-',
    '  one two',
    '  three',
    '',
    '  four here',
    'long: a plain',
    '  scalar here',
    'list:',
    '  - { key: value }',
    '  -',
    '    inner: here',
    'nothing:',
    '',
  ].join('\n');
  const { document, problems } = parseYaml(text, 'f.yml');
  if (!document) throw new Error(JSON.stringify(problems));

  it.each(['name', 'literal', 'folded', 'long', 'single'])(
    'stand inside the text of %s, whatever its style',
    (key) => {
      const value = (document.value as Record<string, string>)[key] ?? '';
      const place = document.textPlace([key], value.indexOf('here'), 4);
      const line = text.split('\n')[place.line - 1] ?? '';
      expect(line.slice(place.column - 1, place.column - 1 + (place.length ?? 0))).toBe('here');
    },
  );

  it('stand on the escape that a character comes from', () => {
    expect(document.textPlace(['double'], 3)).toMatchObject({ line: 2, column: 14, length: 6 });
    expect(document.textPlace(['double'], 5)).toMatchObject({ line: 2, column: 21, length: 1 });
  });

  it('of a block are its key, of an inline map its bracket, of what is not there the nearest thing above', () => {
    expect(document.place(['list'])).toMatchObject({ line: 14, column: 1, length: 4 });
    expect(document.place(['list', 0])).toMatchObject({ line: 15, column: 5, length: 1 });
    expect(document.place(['list', 0, 'key'])).toMatchObject({ line: 15, column: 12, length: 5 });
    expect(document.place(['list', 0, 'key'], 'key')).toMatchObject({ line: 15, column: 7, length: 3 });
    expect(document.place(['list', 1, 'nope', 'x'])).toMatchObject({ line: 17, column: 5 });
    expect(document.place(['nothing'])).toMatchObject({ line: 18, column: 1, length: 7 });
  });

  it('follow every character of every style', () => {
    const content = fc.array(fc.constantFrom('a', 'b', ' ', "'", '"', '#x', ':', '\\', 'é', '😀'), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(content, fc.constantFrom('double', 'single', 'literal'), (pieces, style) => {
        const value = `x${pieces.join('')}y`;
        const written = {
          double: JSON.stringify(value),
          single: `'${value.replaceAll("'", "''")}'`,
          literal: `|-\n  ${value}`,
        };
        const yaml = `key: ${written[style as keyof typeof written]}\n`;
        const parsed = parseYaml(yaml, 'f.yml').document;
        expect(parsed?.value).toEqual({ key: value });
        for (let offset = 0; offset < value.length; offset++) {
          const { line, column, length } = parsed?.textPlace(['key'], offset) ?? { line: 0, column: 0 };
          const source = yaml.split('\n')[line - 1]?.slice(column - 1, column - 1 + (length ?? 0));
          expect(source?.endsWith(value.charAt(offset))).toBe(true);
        }
      }),
    );
  });
});

describe('hostile texts', () => {
  it.each([
    ['quotes', '"'.repeat(200_000)],
    ['lists in lists', '- '.repeat(100_000)],
    ['brackets', '['.repeat(100_000)],
    ['keys', '? '.repeat(50_000)],
    ['colons', 'a: b: '.repeat(10_000)],
    ['blanks', `a: x${' '.repeat(200_000)}y`],
    ['templates', 'a: {{ b }} c\n'.repeat(3000)],
    ['a long secret line', `a: [\n${'password: x '.repeat(50_000)}`],
  ])('made of %s are read to an end', (_name, text) => {
    const { problems } = parseYaml(text, 'f.yml');
    expect(
      formatProblems(problems.slice(0, 10), new Map([['f.yml', text]]), { color: false }).length,
    ).toBeLessThan(20_000);
  });
});
