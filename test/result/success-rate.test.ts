import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ratePercent, reachesRate } from '../../src/result/success-rate.ts';

describe('success rate', () => {
  it('is compared exactly, never rounded up', () => {
    expect(reachesRate({ ok: 19, planned: 20 }, 95)).toBe(true);
    expect(reachesRate({ ok: 94_999, planned: 100_000 }, 95)).toBe(false);
    expect(reachesRate({ ok: 995, planned: 1000 }, 99.5)).toBe(true);
    expect(reachesRate({ ok: 994, planned: 1000 }, 99.5)).toBe(false);
    expect(reachesRate({ ok: 0, planned: 1 }, 0)).toBe(true);
  });

  it('is shown cut to two decimals, so that 100 means every host', () => {
    expect(ratePercent({ ok: 2, planned: 3 })).toBe(66.66);
    expect(ratePercent({ ok: 99_999, planned: 100_000 })).toBe(99.99);
    expect(ratePercent({ ok: 7, planned: 7 })).toBe(100);
  });

  it('never shows 100 while a host is missing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20_000 }), fc.nat(), (planned, seed) => {
        const ok = seed % planned;
        expect(ratePercent({ ok, planned })).toBeLessThan(100);
        expect(reachesRate({ ok, planned }, 100)).toBe(false);
      }),
    );
  });
});
