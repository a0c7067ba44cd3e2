import type { Static, TSchema } from 'typebox';
import type { Path } from '../yaml/yaml.ts';
import { findFaults } from './check.ts';
import type { Fault } from './fault.ts';

/**
 * What is left of a value when all that its schema does not allow is taken out, so that the rest can be checked
 * further and all problems are told at once. No single item of a list is taken out, so that places stay. `undefined`:
 * nothing is left.
 */
export function validPart<Schema extends TSchema>(
  schema: Schema,
  value: unknown,
): Static<Schema> | undefined {
  return mended(schema, value, takeOut) as Static<Schema> | undefined; // Nothing is left that it does not allow.
}

/** The same, with an example in the place of each key that is needed and lacks: `filled` names them. */
export function filledPart(
  schema: object,
  value: unknown,
): { readonly value: unknown; readonly filled: readonly Path[] } | undefined {
  const filled: Path[] = [];
  const part = mended(schema, value, (whole, fault) => {
    const { missing, example } = fault;
    const owner = isRecord(whole) ? fault.path.reduce(inside, whole) : undefined;
    if (missing === undefined || example === undefined || !isRecord(owner)) return takeOut(whole, fault);
    owner[missing] = example;
    filled.push([...fault.path, missing]);
    return true;
  });
  return part === undefined ? undefined : { value: part, filled };
}

/** Takes away what one fault is about; false where nothing would be left. */
type Mend = (whole: unknown, fault: Fault) => boolean;

function mended(schema: object, value: unknown, mend: Mend): unknown {
  let part = value;
  for (let round = 0; round < mostRounds; round++) {
    const faults = findFaults(schema, part);
    if (faults.length === 0) return part;
    if (round === 0) part = structuredClone(value);
    if (!faults.map((fault) => mend(part, fault)).every((isLeft) => isLeft)) return undefined;
  }
  return undefined;
}

/** Taking a part out may leave its parent without a key that it needs, and so on up. */
const mostRounds = 10;

/** A number where text is wanted is taken as text: what it means is plain to see. */
function takeOut(value: unknown, fault: Fault): boolean {
  const owner = fault.path.slice(0, -1).reduce(inside, value);
  const key = fault.path.at(-1);
  const item = inside(owner, key ?? '');
  if (fault.code !== 'yaml-number-for-text' || typeof item !== 'number') return remove(value, fault);
  return Reflect.set(Object(owner), key ?? '', String(item));
}

function inside(owner: unknown, key: string | number): unknown {
  return typeof owner === 'object' && owner !== null ? Reflect.get(owner, key) : undefined;
}

/** An item of a list goes with the whole list. */
function remove(value: unknown, { path }: Pick<Fault, 'path'>): boolean {
  const key = path.at(-1);
  if (key === undefined) return false;
  const owner = path.slice(0, -1).reduce(inside, value);
  if (Array.isArray(owner)) return remove(value, { path: path.slice(0, -1) });
  if (isRecord(owner)) delete owner[key];
  return true;
}

function isRecord(value: unknown): value is Record<string | number, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
