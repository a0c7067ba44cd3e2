import { maxDepth } from './plain-value.ts';

/**
 * The value of JSON text without anything that a person should be told: undefined for other texts, for keys that stand
 * twice and for numbers that lose digits. The full reader takes those.
 */
export function readSimpleJson(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text, refuseLossy);
  } catch {
    return undefined;
  }
  return countKeys(value, 0) === writtenKeys(text) ? value : undefined;
}

/** The source of a number is handed over where a number is (ECMA-262, "JSON.parse source text access"). */
function refuseLossy(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value === 'number' && context?.source !== String(value))
    throw new SyntaxError('A number loses digits.');
  return value;
}

function countKeys(value: unknown, depth: number): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (depth >= maxDepth) return Number.NaN;
  const parts = Object.values(value);
  return parts.reduce(
    (sum, part) => sum + countKeys(part, depth + 1),
    Array.isArray(value) ? 0 : parts.length,
  );
}

function writtenKeys(text: string): number {
  let count = 0;
  for (const [, colon] of text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)) if (colon !== undefined) count++;
  return count;
}
