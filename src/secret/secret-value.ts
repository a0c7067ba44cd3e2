import { isArmored } from '../document/yaml/age-armor.ts';
import type { SecretSource } from './source.ts';

const keys = ['env', 'file', 'command', 'prompt'] as const;

/** Those that look like a secret and are none. */
const dataMaps = new WeakSet<object>();

/**
 * The value itself, whose maps are data and no secrets from now on: of a file that was written for another program, or by another
 * one, which must not say by a var what is run and read here. What is encrypted stays a secret.
 */
export function asData<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  const source = secretSourceOf(value);
  if (source !== undefined && !('age' in source)) dataMaps.add(value);
  for (const part of Object.values(value)) asData(part);
  return value;
}

/** A copy, perhaps with other texts, which is data where the value is. */
export function asDataLike<Copy extends object>(value: object, copy: Copy): Copy {
  if (dataMaps.has(value)) dataMaps.add(copy);
  return copy;
}

/**
 * The secret that a value of `vars` stands for: a map with `env`, `file`, `command` or `prompt` and nothing else in it,
 * or an encrypted text, which the tag !age makes one with `age`.
 */
export function secretSourceOf(value: unknown): Exclude<SecretSource, { plain: string }> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  if (dataMaps.has(value)) return undefined;
  const [entry, ...others] = Object.entries(value);
  if (entry === undefined || others.length > 0) return undefined;
  const [key, text] = entry;
  if (typeof text !== 'string' || text === '') return undefined;
  const isOne = keys.some((name) => name === key) || (key === 'age' && isArmored(text));
  return isOne ? (value as Exclude<SecretSource, { plain: string }>) : undefined; // Just looked at.
}

/** The text of a secret. */
export type SecretText = (source: SecretSource) => string;

/**
 * The vars with each secret in their values replaced by its text; themselves where there is none. The vars as a whole are no
 * secret, although one of them alone may be called `env`.
 */
export function withSecretTexts<Vars extends object>(vars: Vars, textOf: SecretText): Vars {
  return replacedIn(vars, textOf) as Vars; // A text takes the place of a map, which a value may hold as well.
}

function replaced(value: unknown, textOf: SecretText): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const source = secretSourceOf(value);
  return source === undefined ? replacedIn(value, textOf) : textOf(source);
}

function replacedIn(value: object, textOf: SecretText): unknown {
  const entries = Object.entries(value).map(([key, part]) => [key, part, replaced(part, textOf)] as const);
  if (entries.every(([, before, after]) => before === after)) return value;
  if (Array.isArray(value)) return entries.map(([, , after]) => after);
  return Object.fromEntries(entries.map(([key, , after]) => [key, after]));
}
