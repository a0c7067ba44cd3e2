import type { Static } from 'typebox';
import { durationMs } from '../../stages/duration.ts';
import type { Chance } from '../chance.ts';
import type { distribution } from './parts.ts';

export type Distribution = Static<ReturnType<typeof distribution>>;

/** In milliseconds. The same name draws the same. */
export function drawMs(distribution: Distribution, chance: Chance, name: string): number {
  if (typeof distribution !== 'object') return durationMs(distribution);
  if ('uniform' in distribution) {
    const [from = 0, to = 0] = distribution.uniform.map(durationMs);
    return from + (to - from) * chance.draw(name);
  }
  const { normal, deviation, min = 0, max } = distribution;
  const drawn = durationMs(normal) + durationMs(deviation) * standardNormal(chance, name);
  const most = max === undefined ? Number.POSITIVE_INFINITY : durationMs(max);
  return Math.min(most, Math.max(durationMs(min), drawn));
}

/** Box and Muller, 1958. */
function standardNormal(chance: Chance, name: string): number {
  const radius = Math.sqrt(-2 * Math.log(1 - chance.draw(`${name}/radius`)));
  return radius * Math.cos(2 * Math.PI * chance.draw(`${name}/angle`));
}

/** `5%` is 0.05. */
export function shareOf(text: string): number {
  return Number(text.slice(0, -1)) / 100;
}

const unitBytes: Readonly<Record<string, number>> = { k: 1e3, M: 1e6, G: 1e9 };

/** `500 kB/s` in bytes a second. */
export function bytesPerSecond(text: string): number {
  const [, amount = '0', unit = ''] = /^([\d.]+) ?([kMG]?)/.exec(text) ?? [];
  return Number(amount) * (unitBytes[unit] ?? 1);
}
