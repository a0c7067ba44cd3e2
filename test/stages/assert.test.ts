import { describe, expect, it } from 'vitest';
import { fleetKind } from './drive.ts';

const assert = fleetKind('assert');

function judge(percent: number, ok: number, planned: number) {
  return assert.judge({ 'success-rate': percent }, { name: 'x', tally: { ok, planned }, results: new Map() });
}

describe('assert', () => {
  it('holds when the rate is reached exactly', () => {
    expect(judge(95, 19, 20)).toEqual({ isGood: true, sentence: '19 of 20 hosts are ok (95 %), 95 % asked' });
    expect(judge(100, 1, 1).sentence).toBe('1 of 1 host is ok (100 %), 100 % asked');
  });

  it('does not hold when one host in a hundred thousand is missing', () => {
    expect(judge(95, 94_999, 100_000)).toEqual({
      isGood: false,
      sentence: '94,999 of 100,000 hosts are ok (94.99 %), 95 % asked',
    });
    expect(judge(100, 99_999, 100_000).isGood).toBe(false);
  });

  it('judges the stage that it names', () => {
    expect(assert.judges({ 'success-rate': 1, of: 'install' })).toBe('install');
    expect(assert.judges({ 'success-rate': 1 })).toBe(undefined);
  });

  it('holds when what is claimed holds, and with a rate only when both do', () => {
    const judged = { name: 'x', tally: { ok: 1, planned: 2 }, results: new Map() };
    const claim = { holds: true, sentence: 'so: stage.ok == 1' };
    expect(assert.judge({ that: 'stage.ok == 1' }, judged, claim)).toEqual({
      isGood: true,
      sentence: 'so: stage.ok == 1',
    });
    const both = { that: 'stage.ok == 1', 'success-rate': 100, message: 'Stop here.' };
    expect(assert.judge(both, judged, claim)).toEqual({
      isGood: false,
      sentence: 'Stop here: 1 of 2 hosts are ok (50 %), 100 % asked; so: stage.ok == 1',
    });
  });

  it('needs one of the two', () => {
    expect(assert.lacks?.({ of: 'x' })?.advice).toContain('success-rate: 95');
    expect(assert.lacks?.({ that: 'true' })).toBe(undefined);
  });
});
