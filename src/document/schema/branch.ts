import { isMap } from '../is-map.ts';
import { nearest } from '../nearest.ts';

/** A JSON Schema, as far as a person's meaning is read from it. */
export interface SchemaFacts {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly SchemaFacts[];
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly required?: readonly string[];
  readonly examples?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: unknown;
  readonly 'x-type'?: string;
  /** What a text has to look like, in words: `letters, digits, dots`. */
  readonly 'x-form'?: string;
  /** What to do when something else stands there. */
  readonly 'x-advice'?: string;
}

/** The branch of a union that someone who wrote `value` meant; undefined where it is anyone's guess. */
export function matchingBranch(branches: unknown, value: unknown): SchemaFacts | undefined {
  if (!Array.isArray(branches)) return undefined;
  const sameType = (branches as SchemaFacts[]).filter((branch) => allowsType(branch, value));
  if (sameType.length <= 1) return sameType[0];
  return isMap(value) ? bestMap(sameType, value) : undefined;
}

/** Maps are told apart by the keys that they must have, then by how few of the keys are strange to them. */
function bestMap(
  branches: readonly SchemaFacts[],
  value: Readonly<Record<string, unknown>>,
): SchemaFacts | undefined {
  const ranked = branches
    .map((branch) => ({ branch, present: present(branch, value), strange: strange(branch, value) }))
    .sort((a, b) => b.present - a.present || a.strange - b.strange);
  const [best, second] = ranked;
  if (!best || (second && best.present === second.present && best.strange === second.strange))
    return undefined;
  return best.branch;
}

/** A key that is only misspelt counts half. */
function present({ required = [] }: SchemaFacts, value: object): number {
  const keys = Object.keys(value);
  return required.reduce((sum, key) => sum + (keys.includes(key) ? 1 : nearest(key, keys) ? 0.5 : 0), 0);
}

function strange({ properties }: SchemaFacts, value: object): number {
  return properties === undefined
    ? 0
    : Object.keys(value).filter((key) => !Object.hasOwn(properties, key)).length;
}

function allowsType(schema: SchemaFacts, value: unknown): boolean {
  if (schema.anyOf) return schema.anyOf.some((branch) => allowsType(branch, value));
  if (schema.type === undefined) {
    const known = schema.enum ?? ('const' in schema ? [schema.const] : undefined);
    return known === undefined || known.some((choice) => typeName(choice) === typeName(value));
  }
  const name = typeName(value);
  return [schema.type].flat().some((type) => type === name || (type === 'integer' && name === 'number'));
}

/** As JSON Schema names it. */
export function typeName(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value;
}
