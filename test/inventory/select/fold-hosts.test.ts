import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldHosts } from '../../../src/inventory/select/fold-hosts.ts';
import { expandRange } from '../../../src/inventory/select/range.ts';

function unfolded(patterns: readonly string[]): string[] {
  return patterns.flatMap((pattern) => {
    const expansion = expandRange(pattern);
    return 'names' in expansion ? expansion.names : [`wrong: ${expansion.wrong}`];
  });
}

describe('a folded list of hosts', () => {
  it.each([
    [['w1', 'w2', 'w3'], ['w[1-3]']],
    [
      ['w10', 'm1', 'w2', 'w1', 'w9', 'm2'],
      ['m[1-2]', 'w[1-2,9-10]'],
    ],
    [
      ['192.168.1.7', '192.168.1.8', '10.0.0.1'],
      ['10.0.0.1', '192.168.1.[7-8]'],
    ],
    [['n08', 'n09', 'n10', 'n11'], ['n[08-11]']],
    [
      ['n8', 'n08', 'n9'],
      ['n[8-9]', 'n08'],
    ],
    [
      ['web1.dc2.net', 'web2.dc2.net', 'db'],
      ['db', 'web[1-2].dc2.net'],
    ],
    [[], []],
    [['same', 'same'], ['same']],
  ])('of %j is %j', (names, patterns) => {
    expect(foldHosts(names).toSorted()).toEqual(patterns.toSorted());
  });

  it('stands for exactly the hosts that went in, whatever they are called', () => {
    const part = fc.constantFrom(
      'w',
      'web-',
      '.',
      'r',
      '0',
      '1',
      '2',
      '9',
      '10',
      '007',
      '08',
      '99999999999999999',
    );
    const name = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.uniqueArray(name, { maxLength: 30 }), (names) => {
        expect(unfolded(foldHosts(names)).toSorted()).toEqual(names.toSorted());
      }),
      { numRuns: 5000 },
    );
  });

  it('of ten thousand hosts is one pattern, at once', () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `edge-${index + 1}.example.net`);
    expect(foldHosts(names)).toEqual(['edge-[1-10000].example.net']);
  });
});
