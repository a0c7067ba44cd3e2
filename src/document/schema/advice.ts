import type { Path } from '../yaml/yaml.ts';
import { type SchemaFacts, typeName } from './branch.ts';
import { choicesOf, isSecretPath, named } from './words.ts';

/** What to do about a value that the schema does not allow, where no better advice is known. */
export interface Advice {
  readonly advice?: string;
  /** Makes it from what is written there. */
  readonly source?: (written: string) => string;
}

export function adviceFor(schema: SchemaFacts, path: Path, value: unknown): Advice {
  if (isGlued(value)) return { advice: 'Put a space after each dash: "- ".' };
  if (schema['x-advice'] !== undefined) return { advice: schema['x-advice'] };
  const ofRange = rangeAdvice(schema, value);
  if (ofRange !== undefined) return { advice: ofRange };
  if (typeof value === 'string' && value !== '' && (allows(schema, 'integer') || allows(schema, 'number'))) {
    return { source: (written) => numberAdvice(written, path) };
  }
  if (value !== null && [schema.type].flat().includes('boolean')) return { advice: booleanAdvice(value) };
  if (typeof value === 'boolean' && takesText(schema, String(value))) {
    return { source: (written) => `If text is meant, quote it: "${written}".` };
  }
  return { advice: shapeAdvice(schema, value) ?? exampleAdvice(schema, path) ?? plainAdvice(schema, value) };
}

function booleanAdvice(value: unknown): string {
  return value === 'true' || value === 'false' ? `Remove the quotes: ${value}.` : 'Write true or false.';
}

/** Does the schema let a value of this type through in any of its branches? */
export function allows(schema: SchemaFacts, type: string): boolean {
  if (schema.anyOf) return schema.anyOf.some((branch) => allows(branch, type));
  return [schema.type].flat().includes(type);
}

/** Would the text itself do, in quotes? A text of a certain form (`5%`) may be wanted. */
export function takesText(schema: SchemaFacts, text: string): boolean {
  if (schema.anyOf) return schema.anyOf.some((branch) => takesText(branch, text));
  return (
    allows(schema, 'string') && (schema.pattern === undefined || new RegExp(schema.pattern, 'u').test(text))
  );
}

function rangeAdvice({ minimum, maximum }: SchemaFacts, value: unknown): string | undefined {
  if (typeof value !== 'number' || (minimum === undefined && maximum === undefined)) return undefined;
  const from = minimum === undefined ? '' : ` from ${minimum}`;
  const to = maximum === undefined ? '' : ` to ${maximum}`;
  return `Write a number${from}${to}.`;
}

function numberAdvice(written: string, path: Path): string {
  const [, number, percent] = /^["']?(-?\d+(?:\.\d+)?)\s*(%?)["']?$/.exec(written.trim()) ?? [];
  if (number === undefined || isSecretPath(path)) return `Write a number after ${named(path)}.`;
  return percent === '%' ? `Write ${number}, without the percent sign.` : `Remove the quotes: ${number}.`;
}

/** Lists, maps and texts in each other's place. */
function shapeAdvice(schema: SchemaFacts, value: unknown): string | undefined {
  const type = typeName(value);
  if (allows(schema, 'array') && type === 'object') return 'It is a list: begin each item with "- ".';
  if (allows(schema, 'array') && type === 'string') return 'Write it as a list: [one, two].';
  if (allows(schema, 'object') && type === 'array') {
    const takesHosts = (branch: SchemaFacts) => Object.hasOwn(branch.properties ?? {}, 'hosts');
    const isGroup = [schema, ...(schema.anyOf ?? [])].some(takesHosts);
    return isGroup ? 'Write hosts: before the list: { hosts: [one, two] }.' : undefined;
  }
  return undefined;
}

/** `-exec:` is a key of a map. */
function isGlued(value: unknown): boolean {
  return typeName(value) === 'object' && Object.keys(Object(value)).some((key) => /^-\w/.test(key));
}

function exampleAdvice({ examples, default: usual }: SchemaFacts, path: Path): string | undefined {
  const example = examples?.[0] ?? usual;
  return example === undefined ? undefined : `For example ${named(path)}: ${exampleText(example)}.`;
}

/** As YAML writes it in one line. */
function exampleText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(exampleText).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value).map(([key, part]) => `${keyText(key)}: ${exampleText(part)}`);
  return `{ ${entries.join(', ')} }`;
}

/** One that YAML would read as a number is no text. */
function keyText(key: string): string {
  return /^[\d.+-]/.test(key) ? `"${key}"` : key;
}

function plainAdvice(schema: SchemaFacts, value: unknown): string {
  if (choicesOf(schema).length > 0) return 'Write one of these words.';
  if (value === '' || (Array.isArray(value) && value.length === 0))
    return 'Write something there, or remove the key.';
  if (allows(schema, 'object')) return 'Write "key: value" lines there.';
  if (allows(schema, 'array')) return 'Begin each item with "- ".';
  return 'Mend the value, or remove the key.';
}
