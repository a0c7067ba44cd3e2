import type { Problem } from '../document/problem.ts';
import type { Path, YamlDocument } from '../document/yaml/yaml.ts';
import { durationMs } from '../stages/duration.ts';

/** Ranges that run backwards, anywhere below a path: nothing could be drawn from them, and nothing lies in them. */
export function backwardRanges(value: unknown, path: Path, document: YamlDocument): Problem[] {
  if (typeof value !== 'object' || value === null) return [];
  const { min, max, uniform = [] } = value as Readonly<Record<string, unknown>>;
  const [from, to] = Array.isArray(uniform) ? uniform : [];
  return [
    ...(isMore(min, max) ? [backwards(document, [...path, 'min'], 'min is more than max')] : []),
    ...(isMore(from, to)
      ? [backwards(document, [...path, 'uniform'], 'the first is more than the second')]
      : []),
    ...Object.entries(value).flatMap(([key, part]) => {
      return backwardRanges(part, [...path, Array.isArray(value) ? Number(key) : key], document);
    }),
  ];
}

function isMore(one: unknown, other: unknown): boolean {
  const [a, b] = [amount(one), amount(other)];
  return a !== undefined && b !== undefined && a > b;
}

/** A number, or a duration in its unit; undefined for anything else. */
function amount(value: unknown): number | undefined {
  const isAmount = typeof value === 'number' || (typeof value === 'string' && /^\d/.test(value));
  return isAmount ? durationMs(value) : undefined;
}

function backwards(document: YamlDocument, path: Path, how: string): Problem {
  const message = `The range runs backwards: ${how}.`;
  return {
    code: 'out-of-range',
    message,
    advice: 'Write the smaller one first.',
    place: document.place(path),
  };
}
