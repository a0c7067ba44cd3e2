import { looksSecret } from '../secret-key.ts';
import type { Path } from '../yaml/yaml.ts';
import { type SchemaFacts, typeName } from './branch.ts';

/** What a schema wants, for the middle of a sentence: `a whole number or text`. */
export function wanted(schema: SchemaFacts): string {
  const special = specialTypes[schema['x-type'] ?? ''] ?? (schema.anyOf && schema['x-form']);
  if (special !== undefined) return special;
  const choices = choicesOf(schema);
  if (choices.length > 0) return alternatives(choices);
  if (schema.anyOf) return alternatives([...new Set(schema.anyOf.map(wanted))]);
  const required = schema.type === 'object' ? (schema.required ?? []) : [];
  if (required.length === 1) return `a map with ${required[0]}`;
  return typeWords([schema.type ?? 'string'].flat());
}

/** The words or numbers of an enumeration, also when it is a union of constants. */
export function choicesOf(schema: SchemaFacts): string[] {
  if (schema.enum) return schema.enum.map(String);
  if ('const' in schema) return [String(schema.const)];
  if (!schema.anyOf) return [];
  const all = schema.anyOf.map(choicesOf);
  return all.every((choices) => choices.length > 0) ? all.flat() : [];
}

const specialTypes: Readonly<Record<string, string>> = {
  duration: 'a duration such as 300 (seconds), 90s, 5m or 1h30m',
  share: 'a share from 0% to 100%',
  mode: 'permissions as octal digits in quotes, such as "0644"',
};

export function typeWords(types: readonly string[]): string {
  return alternatives(types.map((type) => typesInWords[type] ?? type));
}

const typesInWords: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of keys and values',
  null: 'nothing',
};

/** What stands there, by its type only: the value itself may be a secret. */
export function standing(value: unknown): string {
  if (value === '') return 'an empty text';
  return standingWords[typeName(value)] ?? 'something else';
}

const standingWords: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  null: 'nothing',
};

/** The thing at a path, for the middle of a sentence: `port`, `item 2 of hosts`. */
export function named(path: Path): string {
  const last = path.at(-1);
  if (last === undefined) return 'the file';
  if (!/^\d+$/.test(String(last))) return keyName(String(last));
  const parent = path.at(-2);
  return parent === undefined
    ? `item ${Number(last) + 1}`
    : `item ${Number(last) + 1} of ${keyName(String(parent))}`;
}

/** May the value at this path be a secret? Then it is quoted nowhere. */
export function isSecretPath(path: Path): boolean {
  return path.some((step) => typeof step === 'string' && looksSecret(step));
}

/** Keys are quoted only when they look like keys: a line with a password may have ended up as one. */
function keyName(key: string): string {
  return /^[\w.-]{1,64}$/.test(key) ? key : 'this';
}

/** The same with its article, at the beginning of a sentence. */
export function theKey(key: string): string {
  return keyName(key) === key ? `The key ${key}` : 'This key';
}

/** Upper case for the first letter of what is no name of the user's. */
export function sentence(text: string): string {
  return text.replace(/^(?:the|item|this)\b/, (word) => word.charAt(0).toUpperCase() + word.slice(1));
}

/** `a, b or c`. */
export function alternatives(words: readonly string[]): string {
  if (words.length <= 1) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
