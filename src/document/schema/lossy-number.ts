import type { TSchema } from 'typebox';
import type { Problem } from '../problem.ts';
import { valueAt } from '../value-at.ts';
import type { Path, YamlDocument } from '../yaml/yaml.ts';
import { findFaults } from './check.ts';
import { isSecretPath } from './words.ts';

/**
 * Numbers such as `1.10` that lose digits where text would do as well: a version, a zip code. Where the schema wants a
 * number, or wants text and says so itself, nothing is lost.
 */
export function lossyNumberProblems(document: YamlDocument, schema: TSchema): Problem[] {
  if (document.lossyNumbers.length === 0) return [];
  const asText = structuredClone(document.value);
  const told = pointers(findFaults(schema, document.value));
  for (const { path, source } of document.lossyNumbers) replace(asText, path, source);
  const refused = pointers(findFaults(schema, asText));
  return document.lossyNumbers
    .filter(({ path }) => !told.has(path.join('\0')) && !refused.has(path.join('\0')))
    .map(({ path, source }) => lossy(document, path, source));
}

function lossy(document: YamlDocument, path: Path, source: string): Problem {
  const [code, place] = ['yaml-number-changes', document.place(path)] as const;
  if (isSecretPath(path))
    return {
      code,
      message: 'YAML reads this as a number and loses digits.',
      advice: 'Put it in quotes.',
      place,
    };
  const number = String(valueAt(document.value, path));
  return {
    code,
    message: `YAML reads ${source} as the number ${number}.`,
    advice: `Write "${source}" for text, or ${number} for the number.`,
    place,
  };
}

function pointers(faults: readonly { readonly path: Path }[]): Set<string> {
  return new Set(faults.map(({ path }) => path.join('\0')));
}

function replace(value: unknown, path: Path, text: string): void {
  const parent = valueAt(value, path.slice(0, -1));
  const last = path.at(-1);
  if (parent !== null && typeof parent === 'object' && last !== undefined) Reflect.set(parent, last, text);
}
