import type { ErrorObject } from 'ajv';
import { didYouMean } from '../nearest.ts';
import type { Problem } from '../problem.ts';
import type { Path } from '../yaml/yaml.ts';
import { adviceFor } from './advice.ts';
import { type SchemaFacts, typeName } from './branch.ts';
import { specialFault } from './special.ts';
import { unknownKey } from './unknown-key.ts';
import { alternatives, choicesOf, named, sentence, standing, theKey, typeWords, wanted } from './words.ts';

/** A problem before its place is looked up. */
export interface Fault extends Omit<Problem, 'place'> {
  readonly path: Path;
  readonly part: 'key' | 'value';
  /** Makes the advice from what is written there. */
  readonly source?: (written: string) => string;
  /** The key that is missing, and the one that is meant by an unknown key: one cause, told once. */
  readonly missing?: string;
  readonly meant?: string;
  /** A value that the missing key could have. */
  readonly example?: unknown;
}

/** Without the keys that are missing because they are misspelt right there. */
export function withoutMended(faults: readonly Fault[]): Fault[] {
  const at = (path: Path, key: string) => JSON.stringify([...path, key]);
  const meant = new Set(
    faults.flatMap((fault) => (fault.meant === undefined ? [] : at(fault.path.slice(0, -1), fault.meant))),
  );
  return faults.filter(({ missing, path }) => missing === undefined || !meant.has(at(path, missing)));
}

/** The error of the validator in words for people: what is wanted, what stands there, never its value. */
export function describeError(error: ErrorObject, path: Path): Fault {
  // With `verbose` the validator hands over the schema that the value broke.
  const schema = (error.parentSchema ?? {}) as SchemaFacts;
  const fault = (describers[error.keyword] ?? describeOther)({ error, schema, path, value: error.data });
  const isAdvised = fault.advice !== undefined || fault.source !== undefined;
  const advice = isAdvised ? {} : adviceFor(schema, path, error.data);
  return { ...fault, ...advice, message: sentence(fault.message) };
}

export interface Case {
  readonly error: ErrorObject;
  readonly schema: SchemaFacts;
  readonly path: Path;
  readonly value: unknown;
}

const describers: Readonly<Record<string, (which: Case) => Fault>> = {
  additionalProperties: unknownKey,
  unevaluatedProperties: unknownKey,
  required: missingKey,
  dependentRequired: missingKey,
  type: wrongType,
  anyOf: wrongType,
  oneOf: wrongType,
  enum: wrongChoice,
  const: wrongChoice,
  pattern: wrongForm,
  propertyNames: wrongName,
  minimum: outOfRange,
  maximum: outOfRange,
  exclusiveMinimum: outOfRange,
  exclusiveMaximum: outOfRange,
  multipleOf: outOfRange,
  minLength: wrongLength,
  maxLength: wrongLength,
  minItems: wrongLength,
  maxItems: wrongLength,
  uniqueItems: wrongLength,
  minProperties: wrongLength,
  maxProperties: wrongLength,
};

function missingKey({ error, schema, path }: Case): Fault {
  const key = String(error.params.missingProperty);
  const wanted: SchemaFacts = Object(schema.properties?.[key]);
  return {
    code: 'missing-key',
    message: `${named(path)} needs the key ${key}.`,
    advice: wanted['x-advice'] ?? `Add ${key}: with a value.`,
    path,
    part: 'value',
    missing: key,
    ...(wanted.examples !== undefined && { example: wanted.examples[0] }),
  };
}

function wrongType(which: Case): Fault {
  const { schema, path, value } = which;
  const special = specialFault(schema, path, value);
  if (special) return special;
  const choices = choicesOf(schema);
  if (choices.length > 0 && typeof value === 'string') return wrongChoice(which);
  return {
    code: 'wrong-type',
    message: `${named(path)} must be ${wanted(schema)}, but ${standing(value)} stands there.`,
    ...(value === null && {
      advice: schema['x-advice'] ?? 'Write a value after the colon, or remove the key.',
    }),
    path,
    part: 'value',
  };
}

function wrongChoice({ schema, path, value }: Case): Fault {
  const choices = choicesOf(schema);
  const near = typeof value === 'string' ? didYouMean(value, choices) : undefined;
  return {
    code: 'wrong-choice',
    message: `${named(path)} must be ${alternatives(choices)}.`,
    ...(near !== undefined && { advice: near }),
    path,
    part: 'value',
  };
}

function wrongForm({ schema, path, value }: Case): Fault {
  const special = specialFault(schema, path, value);
  if (special) return special;
  const form = schema['x-form'] ?? 'of the form that is wanted';
  const example = schema.examples?.[0];
  return {
    code: 'wrong-form',
    message: `${named(path)} must be ${form}.`,
    ...(example !== undefined && { advice: `Write it like ${String(example)}.` }),
    path,
    part: 'value',
  };
}

function wrongName({ error, path }: Case): Fault {
  const key = String(error.params.propertyName);
  // The schema of the names stands below the one of the map.
  const names = (error.schema ?? {}) as SchemaFacts;
  const form = names['x-form'] ?? 'of the form that is wanted';
  return {
    code: 'wrong-form',
    message: `${theKey(key)} must be ${form}.`,
    ...(names['x-advice'] !== undefined && { advice: names['x-advice'] }),
    path: [...path, key],
    part: 'key',
  };
}

function outOfRange({ error, path }: Case): Fault {
  const { comparison, limit, multipleOf } = error.params;
  const bound =
    multipleOf === undefined
      ? `${comparisons[String(comparison)] ?? ''} ${limit}`
      : `a multiple of ${multipleOf}`;
  return { code: 'out-of-range', message: `${named(path)} must be ${bound}.`, path, part: 'value' };
}

const comparisons: Readonly<Record<string, string>> = {
  '<=': 'at most',
  '>=': 'at least',
  '<': 'less than',
  '>': 'more than',
};

function wrongLength({ error, path, value }: Case): Fault {
  const limit = Number(error.params.limit ?? 0);
  const message =
    error.keyword === 'uniqueItems' ? 'has an item twice' : lengthWords(error.keyword, limit, value);
  return {
    code: 'wrong-length',
    message: `${named(path)} ${message}.`,
    ...(error.keyword === 'uniqueItems' && { advice: 'Remove one of them.' }),
    path,
    part: 'value',
  };
}

function lengthWords(keyword: string, limit: number, value: unknown): string {
  if (keyword.startsWith('min') && limit === 1) return 'must not be empty';
  const unit = typeof value === 'string' ? 'characters' : Array.isArray(value) ? 'items' : 'keys';
  return `must have ${keyword.startsWith('min') ? 'at least' : 'at most'} ${limit} ${unit}`;
}

function describeOther({ schema, path, value }: Case): Fault {
  const type = typeof schema.type === 'string' ? typeWords([schema.type]) : 'something else';
  return {
    code: 'wrong-form',
    message: `${named(path)} cannot be like this: ${type} is wanted, and ${typeName(value)} stands there.`,
    path,
    part: 'value',
  };
}
