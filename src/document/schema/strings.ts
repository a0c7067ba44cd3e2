import type { Path } from '../yaml/yaml.ts';
import { type TemplateContext, templateKey } from './blocks.ts';

/** A string of a document; `context` says whether its schema makes it a template. */
export interface FoundString {
  readonly path: Path;
  readonly text: string;
  readonly context?: TemplateContext;
}

/** The part of a JSON Schema by which strings are found. */
interface Schema {
  readonly type?: string;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  /** Of maps with keys of the user's own: one pattern for all of them. */
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly [templateKey]?: TemplateContext;
}

/** Walks the schema and the value together. Which branch of a union counts is told by the type of the value. */
export function* stringsIn(
  schema: object | undefined,
  value: unknown,
  path: Path = [],
): Generator<FoundString> {
  if (schema === undefined) return; // A key that is not known, or a map of variables.
  const branch = branchFor(schema, value);
  if (typeof value === 'string') {
    const context = branch?.[templateKey];
    yield { path, text: value, ...(context !== undefined && { context }) };
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* stringsIn(branch?.items, item, [...path, index]);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      yield* stringsIn(branch?.properties?.[key] ?? anyKey(branch), item, [...path, key]);
    }
  }
}

/** Values that may be anything are variables, not texts of ours. */
function anyKey(branch: Schema | undefined): Schema | undefined {
  const [schema] = Object.values(branch?.patternProperties ?? {});
  return schema?.type === undefined && schema?.anyOf === undefined ? undefined : schema;
}

function branchFor(schema: Schema | undefined, value: unknown): Schema | undefined {
  if (schema?.anyOf === undefined) return schema;
  const type = Array.isArray(value) ? 'array' : typeof value;
  const branches = schema.anyOf.map((branch) => branchFor(branch, value));
  return branches.find((branch) => branch?.type === type);
}
