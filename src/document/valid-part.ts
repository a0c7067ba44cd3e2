import { findFaults } from './schema-check.ts';
import type { Path } from './yaml.ts';

/**
 * What is left of a value when all that its schema does not allow is taken out, so that the rest can be checked
 * further and all problems are told at once. Lists are taken out whole, so that places stay. `undefined`: nothing is.
 */
export function validPart(schema: object, value: unknown): unknown {
  let part = value;
  for (let round = 0; round < mostRounds; round++) {
    const faults = findFaults(schema, part);
    if (faults.length === 0) return part;
    if (round === 0) part = structuredClone(value);
    if (faults.some(({ path }) => path.length === 0)) return undefined;
    for (const { path } of faults) remove(part, path);
  }
  return undefined;
}

/** Taking a part out may leave its parent without a key that it needs, and so on up. */
const mostRounds = 10;

function remove(value: unknown, path: Path): void {
  let owner = value;
  for (const step of path.slice(0, -1)) {
    const next: unknown = isRecord(owner) ? owner[step] : undefined;
    if (Array.isArray(next)) {
      removeKey(owner, step);
      return;
    }
    owner = next;
  }
  removeKey(owner, path.at(-1));
}

function removeKey(owner: unknown, key: string | number | undefined): void {
  if (isRecord(owner) && key !== undefined) delete owner[key];
}

function isRecord(value: unknown): value is Record<string | number, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
