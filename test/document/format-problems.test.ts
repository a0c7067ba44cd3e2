import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { formatProblems } from '../../src/document/format-problems.ts';
import type { Place, Problem } from '../../src/document/problem.ts';
import { problemsJson } from '../../src/document/problems-json.ts';

function format(text: string, place: Omit<Place, 'file'>): string {
  const problem: Problem = { code: 'unknown-key', message: 'No.', place: { file: 'f.yml', ...place } };
  return formatProblems([problem], new Map([['f.yml', text]]), { color: false });
}

describe('formatProblems', () => {
  it('shows the place, the line with its neighbours, the reason and the advice', () => {
    const problem: Problem = {
      code: 'unknown-key',
      message: 'The key adress is not known.',
      advice: 'Did you mean address?',
      place: { file: 'f.yml', line: 2, column: 3, length: 6 },
    };
    const text = 'm1:\n  adress: 10.0.0.1\n  port: 22\n';
    expect(formatProblems([problem], new Map([['f.yml', text]]), { color: false })).toBe(
      [
        'f.yml:2:3  error[unknown-key]',
        '  1 | m1:',
        '  2 |   adress: 10.0.0.1',
        '    |   ^^^^^^',
        '  3 |   port: 22',
        '  The key adress is not known.',
        '  Did you mean address?',
        '',
      ].join('\n'),
    );
  });

  it('puts carets under the right columns after tabs and wide characters', () => {
    for (const line of ['\ta: x', '名前名前: x', '😀: x', `${'y'.repeat(200)}: x`]) {
      const [, marked = '', carets = ''] = format(line, { line: 1, column: line.indexOf('x') + 1 }).split(
        '\n',
      );
      expect(stringWidth(marked.slice(0, marked.lastIndexOf('x')))).toBe(carets.indexOf('^'));
    }
  });

  it('cuts long lines around the place', () => {
    const [, marked = ''] = format(`a: ${'z'.repeat(5000)}`, { line: 1, column: 2500 }).split('\n');
    expect(marked.length).toBeLessThan(120);
  });

  it.each([
    'password: geheim',
    'sudo_password: "geheim" # x',
    "m2: { user: pi, password: 'geheim', port: 22 }",
    'm2: { user: pi, passphrase: geheim, port: 22 }',
    '"password": "geheim",',
    'api_token: geheim',
    '192.168.1.1:pi:geheim',
    '  - "192.168.1.1:pi:geheim"',
    '[fe80::1]:pi:geheim',
    'url: https://me:geheim@example.org/',
    'exec: mysql --password=geheim',
  ])('blanks the secret in %s', (line) => {
    expect(format(line, { line: 1, column: 1 })).not.toContain('geheim');
    expect(format(`a: 1\n${line}\n`, { line: 1, column: 1 })).not.toContain('geheim');
  });

  it('blanks secrets of several lines', () => {
    expect(format('passphrase: |\n  geheim1\n  geheim2\nport: 1\n', { line: 2, column: 1 })).not.toContain(
      'geheim',
    );
  });

  it('shows where a secret comes from', () => {
    expect(format('password: { env: NAME }', { line: 1, column: 1 })).toContain('NAME');
  });

  it('lets no control character of a file reach the terminal', () => {
    expect(format('a: \x1b[2Jx\u202e', { line: 1, column: 4 })).not.toMatch(/[\x1b\u202e]/);
  });
});

describe('problemsJson', () => {
  it('holds the same in the same order, flat, for jq', () => {
    const at = (line: number) => ({ file: 'f.yml', line, column: 1 });
    expect(
      problemsJson([
        { code: 'unknown-key', message: 'b', place: at(2), severity: 'warning' },
        { code: 'missing-key', message: 'a', place: at(1) },
      ]),
    ).toEqual([
      { code: 'missing-key', severity: 'error', message: 'a', file: 'f.yml', line: 1, column: 1 },
      { code: 'unknown-key', severity: 'warning', message: 'b', file: 'f.yml', line: 2, column: 1 },
    ]);
  });
});
