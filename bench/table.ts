import type { Measured } from './measure.ts';
import type { Score } from './rounds.ts';

/** A table in Markdown; ratios are to the first score. */
export function table(scores: readonly Score[], hosts: number): string {
  const [first] = scores;
  const own = first === undefined ? 1 : median(first, ({ wallMs }) => wallMs);
  const rows = scores.map((score) => {
    const wall = score.rounds.map(({ wallMs }) => wallMs);
    const middle = median(score, ({ wallMs }) => wallMs);
    const cpuMs = median(score, ({ cpuMs }) => cpuMs);
    const memoryKb = median(score, ({ mostMemoryKb }) => mostMemoryKb);
    return [
      score.name,
      seconds(middle),
      `${seconds(Math.min(...wall))} to ${seconds(Math.max(...wall))}`,
      `${(middle / own).toFixed(2)}×`,
      `${(cpuMs / hosts).toFixed(1)} ms`,
      `${Math.round(memoryKb / 1024)} MB`,
    ];
  });
  const head = ['', 'wall, median', 'range', 'to us', 'CPU a host', 'largest process'];
  return [head, head.map((_, at) => (at === 0 ? '---' : '---:')), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

export function median({ rounds }: Score, of: (measured: Measured) => number): number {
  const sorted = rounds.map(of).sort((one, other) => one - other);
  const half = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = [sorted[sorted.length % 2 === 1 ? half : half - 1], sorted[half]];
  return (low + high) / 2;
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
