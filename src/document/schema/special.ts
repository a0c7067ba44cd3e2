import type { Path } from '../yaml/yaml.ts';
import { allows, takesText } from './advice.ts';
import type { SchemaFacts } from './branch.ts';
import type { Fault } from './fault.ts';
import { isSecretPath, named } from './words.ts';

/** Values that YAML reads otherwise than people mean, and texts of a form of ours; undefined for all others. */
export function specialFault(schema: SchemaFacts, path: Path, value: unknown): Fault | undefined {
  if (schema['x-type'] === 'mode') return badMode(path, value);
  if (schema['x-type'] === 'duration') return badDuration(path, value);
  if (typeof value === 'number' && isShare(schema)) return numberForShare(path, value);
  if (typeof value === 'number' && takesText(schema, String(value))) return numberForText(path);
  if (typeof value === 'string' && allows(schema, 'boolean') && /^(?:y|n|yes|no|on|off)$/i.test(value)) {
    return booleanWord(path, value);
  }
  return undefined;
}

function badMode(path: Path, value: unknown): Fault {
  const isNumber = typeof value === 'number';
  return {
    code: 'bad-mode',
    message: isNumber
      ? 'YAML reads these permissions as a decimal number, so the bits would be wrong.'
      : `${named(path)} must be three or four octal digits in quotes.`,
    source: (written) =>
      isNumber ? `Write ${named(path)}: "${octal(written)}".` : 'Write it like "0644" or "0755".',
    path,
    part: 'value',
  };
}

function octal(written: string): string {
  return written.replace(/^0o?/, '').padStart(4, '0');
}

function badDuration(path: Path, value: unknown): Fault {
  const isNothing = value === 0 || (typeof value === 'string' && /^0[0.hms]*$/.test(value));
  return {
    code: 'bad-duration',
    message: isNothing ? `${named(path)} must be more than nothing.` : `${named(path)} is not a duration.`,
    advice: 'Write seconds as a number, or units from large to small: 90s, 5m, 1h30m, 500ms.',
    path,
    part: 'value',
  };
}

function isShare({ 'x-type': type, anyOf = [] }: SchemaFacts): boolean {
  return type === 'share' || anyOf.some(isShare);
}

function numberForShare(path: Path, value: number): Fault {
  return {
    code: 'wrong-form',
    message: `${named(path)} must be a share from 0% to 100%, and this has no percent sign.`,
    ...(value === 0 || (value >= 1 && value <= 100)
      ? { source: (written) => `Write ${written}%.` }
      : { advice: 'Write it in percent, such as 5% or 0.5%.' }),
    path,
    part: 'value',
  };
}

function numberForText(path: Path): Fault {
  return {
    code: 'yaml-number-for-text',
    message: `${named(path)} must be text, but YAML reads this as a number.`,
    source: (written) => (isSecretPath(path) ? 'Put it in quotes.' : `Quote it: "${written}".`),
    path,
    part: 'value',
  };
}

function booleanWord(path: Path, word: string): Fault {
  return {
    code: 'yaml-boolean-word',
    message: `${named(path)} must be true or false: yes, no, on and off are mere text in YAML 1.2.`,
    advice: `Write ${/^(?:y|yes|on)$/i.test(word) ? 'true' : 'false'}.`,
    path,
    part: 'value',
  };
}
