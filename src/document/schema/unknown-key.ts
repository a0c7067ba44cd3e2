import { nearest } from '../nearest.ts';
import type { Path } from '../yaml/yaml.ts';
import type { Case, Fault } from './fault.ts';
import { nameHere } from './other-names.ts';
import { named, theKey } from './words.ts';

/** A key that the schema does not have, and the one that is meant by it. */
export function unknownKey({ error, schema, path }: Case): Fault {
  const key = String(error.params.additionalProperty ?? error.params.unevaluatedProperty);
  const known = Object.keys(schema.properties ?? {});
  const meant = nameHere(key, known) ?? nearest(key, known) ?? shorterFor(key, known);
  if (key.includes('{{')) return templateKeyFault(path, key);
  const isLong = meant !== undefined && known.length > mostListed;
  const list = known.length > 0 ? `Keys that can stand here: ${known.join(', ')}.` : 'No key can stand here.';
  return {
    code: 'unknown-key',
    message:
      path.length === 0
        ? `${theKey(key)} is not known.`
        : `${theKey(key)} is not known under ${named(path)}.`,
    advice: [
      meant === undefined ? undefined : `Did you mean ${meant}?`,
      meant === undefined && isVar(key) && known.includes('vars') && path.length > 0 ? ownVars : undefined,
      isLong ? undefined : list,
    ]
      .filter((part) => part !== undefined)
      .join(' '),
    path: [...path, key],
    part: 'key',
    ...(meant !== undefined && { meant }),
  };
}

/** Those of Ansible mean something there that is no var. */
function isVar(key: string): boolean {
  return !key.startsWith('ansible_');
}

const ownVars = 'A value of your own stands under vars.';

function templateKeyFault(path: Path, key: string): Fault {
  const advice = 'Write the key itself: only values are filled in.';
  return {
    code: 'unknown-key',
    message: 'No template is possible in a key.',
    advice,
    path: [...path, key],
    part: 'key',
  };
}

/** Beside a good guess nobody reads more. */
const mostListed = 12;

/** `src` for `source`, `dest` for `destination`: its letters, in their order. */
function shorterFor(key: string, known: readonly string[]): string | undefined {
  return known.find((candidate) => {
    if (candidate.length < 3 || candidate[0] !== key[0]) return false;
    let at = 0;
    for (const letter of key) if (letter === candidate[at]) at++;
    return at === candidate.length;
  });
}
