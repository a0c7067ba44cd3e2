import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { selectHosts } from '../../../src/inventory/select/select.ts';
import { loadYaml } from '../inventory-files.ts';

const { inventory } = loadYaml(
  'groups:\n  web: { hosts: ["web[1-12]"] }\n  db: { hosts: [db1, db2, web1] }\n  site: { children: [web, db] }\n  v6: { hosts: ["fe80::1"] }\n  none:\n',
);
if (!inventory) throw new Error('The inventory must load.');
const known = inventory;

function select(pattern: string | readonly string[]): string[] {
  const { hosts, problems } = selectHosts(known, pattern);
  expect(problems).toEqual([]);
  return hosts.map(({ name }) => name);
}

function problemsOf(pattern: string | readonly string[]) {
  return selectHosts(known, pattern, (offset, length, item) => ({
    file: 'p',
    line: item + 1,
    column: offset + 1,
    length,
  })).problems;
}

describe('a pattern', () => {
  it.each([
    ['web1', ['web1']],
    ['db', ['web1', 'db1', 'db2']],
    ['db2,web3,db2', ['web3', 'db2']],
    ['db:&web', ['web1']],
    ['db:!web', ['db1', 'db2']],
    ['web:!web[2-12]', ['web1']],
    ['web[11-12], db1', ['web11', 'web12', 'db1']],
    ['web[1,3]', ['web1', 'web3']],
    ['db*', ['web1', 'db1', 'db2']],
    ['web1?', ['web10', 'web11', 'web12']],
    ['site:&db:!db2', ['web1', 'db1']],
    ['db,!db2', ['web1', 'db1']],
    ['fe80::1', ['fe80::1']],
    ['[fe80::1]', ['fe80::1']],
    ['v6,db:!fe80::1:!web1', ['db1', 'db2']],
  ])('%s chooses hosts in the order of the inventory', (pattern, expected) => {
    expect(select(pattern)).toEqual(expected);
  });

  it('of several parts goes on from one to the next', () => {
    expect(select(['db', '!web'])).toEqual(['db1', 'db2']);
    expect(select('all')).toHaveLength(15);
  });

  it.each([
    ['', 'pattern-empty 1:1'],
    ['  ', 'pattern-empty 1:1'],
    ['nope', 'pattern-unknown 1:1'],
    ['web:!nope', 'pattern-unknown 1:6'],
    ['web1,nope*', 'pattern-unknown 1:6'],
    ['web[10-14]', 'pattern-unknown 1:1'],
    ['web:db', 'pattern-unknown 1:1'],
    ['~web.*', 'pattern-unknown 1:1'],
    ['web,,db', 'pattern-syntax 1:5'],
    ['web,', 'pattern-syntax 1:4'],
    ['!web', 'pattern-syntax 1:1'],
    ['web[3-1]', 'pattern-syntax 1:4'],
    ['web[1', 'pattern-syntax 1:4'],
    ['db:&v6', 'pattern-no-hosts 1:1'],
    ['none', 'pattern-no-hosts 1:1'],
  ])('%j is refused, at its place', (pattern, expected) => {
    const { hosts } = selectHosts(known, pattern);
    expect(hosts).toEqual([]);
    expect(problemsOf(pattern).map(({ code, place }) => `${code} ${place?.line}:${place?.column}`)).toEqual([
      expected,
    ]);
  });

  it('that is an empty list is refused', () => {
    expect(problemsOf([]).map(({ code }) => code)).toEqual(['pattern-empty']);
  });

  it('that is misspelt is told what was meant', () => {
    expect(problemsOf('wbe')[0]?.advice).toBe('Did you mean web?');
    expect(problemsOf('web:db')[0]?.advice).toBe('Separate names by a comma: web,db.');
    expect(problemsOf('!web')[0]?.advice).toBe('Say from which hosts: all:!web.');
    expect(problemsOf('web[10-14]')[0]?.message).toContain('web13 … web14');
  });

  it('never throws, and chooses hosts or says why not', () => {
    const piece = fc.constantFrom(
      'web',
      'db',
      '1',
      '[',
      ']',
      '-',
      ',',
      ':',
      '!',
      '&',
      '*',
      '?',
      ' ',
      '12',
      'all',
      '(',
      '\\',
    );
    const text = fc.oneof(
      fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
      fc.string(),
    );
    fc.assert(
      fc.property(text, (pattern) => {
        const { hosts, problems } = selectHosts(known, pattern);
        expect(hosts.length > 0).toBe(problems.length === 0);
        expect(new Set(hosts).size).toBe(hosts.length);
      }),
      { numRuns: 3000 },
    );
  });

  it('is set arithmetic from left to right', () => {
    const names = ['web', 'db', 'site', 'v6', 'web1', 'db2'];
    const steps = fc.array(fc.tuple(fc.constantFrom(',', ':&', ':!'), fc.constantFrom(...names)), {
      maxLength: 5,
    });
    fc.assert(
      fc.property(fc.constantFrom(...names), steps, (first, rest) => {
        const members = (name: string) => new Set(known.groups.get(name)?.hosts ?? [name]);
        let expected = members(first);
        for (const [operator, name] of rest) {
          const found = members(name);
          if (operator === ',') expected = new Set([...expected, ...found]);
          else expected = new Set([...expected].filter((host) => found.has(host) === (operator === ':&')));
        }
        const chosen = selectHosts(known, first + rest.map((step) => step.join('')).join('')).hosts;
        expect(new Set(chosen.map(({ name }) => name))).toEqual(expected);
      }),
    );
  });
});
