/** The helpers that a template may call, each with the line that the docs print. Values come in as JSON can say them. */

export interface Helper {
  /** As a user writes it: `default value fallback`. */
  readonly usage: string;
  readonly summary: string;
  readonly arguments: { readonly least: number; readonly most: number };
  /** Its arguments may be absent, null or empty. */
  readonly isLenient?: true;
  /** Its arguments may be null, as in a condition. */
  readonly takesNull?: true;
  /** It gives true or false of what is there, whatever is missing of a text. */
  readonly asksOnly?: true;
  /** Throws a HelperRefusal when an argument is of the wrong kind. */
  readonly apply: (args: readonly unknown[]) => unknown;
}

/** A sentence about an argument, without its value. */
export class HelperRefusal extends Error {
  override readonly name = 'HelperRefusal';
  /** How the helper is written, unless told. */
  readonly advice: string | undefined;

  constructor(message: string, advice?: string) {
    super(message);
    this.advice = advice;
  }
}

const one = { least: 1, most: 1 };
const two = { least: 2, most: 2 };
const several = { least: 2, most: 20 };

export const helpers: Readonly<Record<string, Helper>> = {
  default: {
    usage: "default value 'fallback'",
    summary: 'The value, or the fallback when it is absent, null or empty. The fallback may be empty.',
    arguments: two,
    isLenient: true,
    apply: ([value, fallback]) => (isEmpty(value) ? fallback : value),
  },
  exists: {
    usage: 'exists value',
    summary: 'True when the value is there and neither null nor empty.',
    arguments: one,
    isLenient: true,
    asksOnly: true,
    apply: ([value]) => !isEmpty(value),
  },
  join: {
    usage: "join list ','",
    summary: 'The items of a list as one text, with a separator between them.',
    arguments: two,
    apply: ([list, separator]) => items(list).map(asText).join(asText(separator)),
  },
  lower: {
    usage: 'lower text',
    summary: 'In small letters.',
    arguments: one,
    apply: ([text]) => asText(text).toLowerCase(),
  },
  upper: {
    usage: 'upper text',
    summary: 'In capital letters.',
    arguments: one,
    apply: ([text]) => asText(text).toUpperCase(),
  },
  trim: {
    usage: 'trim text',
    summary: 'Without white space at both ends.',
    arguments: one,
    apply: ([text]) => asText(text).trim(),
  },
  replace: {
    usage: "replace text 'from' 'to'",
    summary: 'Every occurrence of one text replaced by another; no patterns.',
    arguments: { least: 3, most: 3 },
    apply: ([text, from, to]) => asText(text).replaceAll(asText(from), () => asText(to)),
  },
  json: {
    usage: 'json value',
    summary: 'The value as JSON on one line.',
    arguments: one,
    takesNull: true,
    apply: ([value]) => JSON.stringify(value),
  },
  quote: {
    usage: 'quote text',
    summary:
      'The text as one word for a second shell: `ssh other {{quote command}}`, `sh -c "ls {{quote file}}"`.',
    arguments: one,
    apply: ([text]) => `'${asText(text).replaceAll("'", "'\\''")}'`,
  },
  eq: {
    usage: "eq value 'other'",
    summary:
      'True when both are the same text, number or boolean. A text and a number that read the same are an error.',
    arguments: two,
    takesNull: true,
    apply: ([left, right]) => areSame(left, right),
  },
  not: {
    usage: 'not value',
    summary: 'True when the value is false, 0, null or empty.',
    arguments: one,
    takesNull: true,
    asksOnly: true,
    apply: ([value]) => !asTruth(value),
  },
  and: {
    usage: 'and value other …',
    summary: 'True when all values are.',
    arguments: several,
    takesNull: true,
    asksOnly: true,
    apply: (values) => values.every(asTruth),
  },
  or: {
    usage: 'or value other …',
    summary: 'True when one of the values is.',
    arguments: several,
    takesNull: true,
    asksOnly: true,
    apply: (values) => values.some(asTruth),
  },
};

/** Absent, null, '' or without items. */
export function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** As `#if` sees it: false, 0 and everything empty are false. */
export function isTrue(value: unknown): boolean {
  return value !== false && value !== 0 && !isEmpty(value);
}

/** `no` and its like: texts that a person means as false, though every text that is not empty counts as true. */
export function isFalseInDisguise(value: unknown): boolean {
  return typeof value === 'string' && /^(no|off|false|n|0|null|none)$/i.test(value);
}

/** What to do about a text that is meant as something else. */
export const notAText = "-e NAME=VALUE sets a text, -e '{NAME: false}' does not";

function asTruth(value: unknown): boolean {
  if (!isFalseInDisguise(value)) return isTrue(value);
  throw new HelperRefusal(
    'got a text such as "no" or "false", and every text counts as true',
    `Write false without quotes where it is set (${notAText}), or ask what is meant: (eq value 'yes'), (exists value).`,
  );
}

/** `2` and `'2'` are not equal, and whoever compares them does not mean that. */
function areSame(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  const areScalars = [left, right].every((value) => ['string', 'number', 'boolean'].includes(typeof value));
  if (!areScalars || String(left) !== String(right)) return false;
  throw new HelperRefusal(
    'compares a text with a number or a boolean that reads the same, and they are not equal',
    `Write both with quotes or both without; ${notAText}, and what hosts say is text.`,
  );
}

function items(list: unknown): readonly unknown[] {
  if (!Array.isArray(list)) throw new HelperRefusal('needs a list as its first argument');
  return list;
}

function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new HelperRefusal(`needs text, and got ${Array.isArray(value) ? 'a list' : 'a map or null'}`);
}
