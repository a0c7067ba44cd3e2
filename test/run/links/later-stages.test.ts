import { expect, it } from 'vitest';
import { LaterStages } from '../../../src/run/links/later-stages.ts';
import { assertStage, hostStage } from '../engine.ts';

it('knows which stage has a host next', () => {
  const later = new LaterStages([
    hostStage('true', ['a', 'b'], { id: '1' }),
    assertStage(100, { id: '2' }),
    hostStage('true', ['b'], { id: '3' }),
  ]);
  expect(later.next('a', '1')).toBeUndefined();
  expect(later.next('b', '1')).toBe(2);
  expect(later.next('b', '3')).toBeUndefined();
});

it('counts what only runs when a wave has failed once it has', () => {
  const later = new LaterStages([
    hostStage('true', ['a'], { id: '1' }),
    hostStage('true', ['a'], { id: '2', isOnFailure: true }),
    hostStage('true', ['a'], { id: '3', isOnFailure: true }),
  ]);
  expect(later.next('a', '1')).toBeUndefined();
  expect(later.next('a', '2')).toBe(2);
});
