import { describe, expect, it } from 'vitest';
import { Chance } from '../../src/simulate/chance.ts';
import { bytesPerSecond, type Distribution, drawMs } from '../../src/simulate/model/draw.ts';

const names = Array.from({ length: 20_000 }, (_, index) => `w${index}/connect/1`);

describe('chance', () => {
  it('draws the same under the same name and seed, and otherwise something else', () => {
    const draws = [7, 7, 8].map((seed) => new Chance(seed).draw('w1/exit'));
    expect(draws[0]).toBe(draws[1]);
    expect(draws[2]).not.toBe(draws[0]);
    expect(new Chance(7).draw('w2/exit')).not.toBe(draws[0]);
  });

  it('is even: each tenth of all draws holds a tenth of them, for any seed', () => {
    for (const seed of [0, 1, 7, 4_000_000_000]) {
      const chance = new Chance(seed);
      const tenths = new Array<number>(10).fill(0);
      for (const name of names) {
        const tenth = Math.floor(chance.draw(name) * 10);
        tenths[tenth] = (tenths[tenth] ?? 0) + 1;
      }
      for (const count of tenths) expect(Math.abs(count - 2000)).toBeLessThan(220); // 5 standard deviations.
    }
  });

  it('never hits what has no chance, and always what is certain', () => {
    const chance = new Chance(1);
    expect(names.some((name) => chance.isHit(0, name))).toBe(false);
    expect(names.every((name) => chance.isHit(1, name))).toBe(true);
  });

  it('gives ids of as many hexadecimal digits as asked', () => {
    expect(new Chance(3).digits('boot', 32)).toMatch(/^[0-9a-f]{32}$/);
  });
});

describe('a distribution', () => {
  const draws = (distribution: Distribution) => {
    const chance = new Chance(5);
    return names.map((name) => drawMs(distribution, chance, name));
  };
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

  it('of one value is that value', () => {
    expect(new Set(draws('1m30s'))).toEqual(new Set([90_000]));
    expect(new Set(draws(2))).toEqual(new Set([2000]));
  });

  it('that is uniform stays between its ends, with the mean in the middle', () => {
    const values = draws({ uniform: ['10s', '20s'] });
    expect(Math.min(...values)).toBeGreaterThanOrEqual(10_000);
    expect(Math.max(...values)).toBeLessThan(20_000);
    expect(Math.abs(mean(values) - 15_000)).toBeLessThan(150);
  });

  it('that is normal has its mean and deviation, and stays within its limits', () => {
    const values = draws({ normal: '10s', deviation: '2s', max: '1h' });
    expect(Math.abs(mean(values) - 10_000)).toBeLessThan(100);
    const deviation = Math.sqrt(mean(values.map((value) => (value - 10_000) ** 2)));
    expect(Math.abs(deviation - 2000)).toBeLessThan(60);
    const cut = draws({ normal: '10s', deviation: '20s', min: '1s', max: '12s' });
    expect([Math.min(...cut), Math.max(...cut)]).toEqual([1000, 12_000]);
  });
});

it('a bandwidth is read in bytes a second', () => {
  expect(['500 kB/s', '1.5MB/s', '2 GB/s', '7 B/s'].map(bytesPerSecond)).toEqual([500e3, 1.5e6, 2e9, 7]);
});
