import { expect, it } from 'vitest';
import { nearest } from '../../src/document/nearest.ts';

it('finds the name with the fewest typing errors, and none where nothing is near', () => {
  const names = ['workers', 'managers', 'web1', 'web2', 'user'];
  expect(nearest('wrokers', names)).toBe('workers');
  expect(nearest('Managers', names)).toBe('managers');
  expect(nearest('worker', names)).toBe('workers');
  expect(nearest('usr', names)).toBe('user');
  expect(nearest('database', names)).toBeUndefined();
  expect(nearest('x', names)).toBeUndefined();
});
