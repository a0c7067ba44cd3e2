import { describe, expect, it } from 'vitest';
import { delayText } from '../../../src/report/text/numbers.ts';

describe('how long is waited', () => {
  it.each([
    [200, '200ms'],
    [1000, '1s'],
    [1500, '1.5s'],
    [5000, '5s'],
    [30_000, '30s'],
    [120_000, '2m'],
    [90_000, '1m30s'],
  ])('%d ms is told as it is written: %s', (ms, text) => {
    expect(delayText(ms)).toBe(text);
  });
});
