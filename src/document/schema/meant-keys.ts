import type { TSchema } from 'typebox';
import type { Problem } from '../problem.ts';
import { firstAtEachPlace } from '../problem-order.ts';
import { documentView } from '../yaml/document-view.ts';
import type { Path, YamlDocument } from '../yaml/yaml.ts';
import { findFaults } from './check.ts';
import { problemOf, validateDocument } from './validate.ts';

export interface MeantDocument {
  /** The same one when no key is misspelt. All places are those of the text as it is. */
  readonly document: YamlDocument;
  /** Each misspelt key, also below another one. */
  readonly problems: readonly Problem[];
}

interface OtherTools {
  /** What keys of the outermost level are called elsewhere. */
  readonly names?: Readonly<Record<string, string>>;
  /** A key that means something elsewhere is not misspelt. */
  readonly has?: (key: string) => boolean;
}

/** The same document, with all that the schema does not allow in it, also below keys that are misspelt. */
export function validateMeant(written: YamlDocument, schema: TSchema): MeantDocument {
  const problems = validateDocument(written, schema);
  if (problems.length === 0) return { document: written, problems };
  const { document, problems: misspelt } = asMeant(written, schema);
  const more = document === written ? [] : validateDocument(document, schema);
  return { document, problems: firstAtEachPlace([problems, misspelt, more]) };
}

/** The document as if each key that is only misspelt were written rightly, so that what is below it is checked too. */
export function asMeant(document: YamlDocument, schema: object, others: OtherTools = {}): MeantDocument {
  const written = new Map<string, string>();
  const problems: Problem[] = [];
  let { value } = document;
  for (let round = 0; round < mostRounds; round++) {
    const known = written.size;
    for (const { path, meant, ...fault } of misspeltKeys(schema, value, others)) {
      const right = [...path.slice(0, -1), meant];
      const mended = renamed(value, path, meant);
      if (written.has(pointer(right)) || has(value, right) || isWrongAt(right, schema, mended)) continue;
      problems.push(problemOf({ path: writtenPath(path, written), ...fault }, document));
      written.set(pointer(right), String(path.at(-1)));
      value = mended;
    }
    if (written.size === known) break;
  }
  if (written.size === 0) return { document, problems };
  const writtenAt = (path: Path) => writtenPath(path, written);
  // Numbers that lose digits are those of the document itself, which is checked too.
  return { document: documentView(document, { value, lossyNumbers: [], writtenAt }), problems };
}

/** One below the other: what is inside of a misspelt key is seen in the next round. */
const mostRounds = 5;

function misspeltKeys(schema: object, value: unknown, { names = {}, has: isOther }: OtherTools) {
  return findFaults(schema, value).flatMap((fault) => {
    const [key = '', ...more] = fault.path.toReversed().map(String);
    if (fault.code !== 'unknown-key') return [];
    if (more.length === 0 && Object.hasOwn(names, key)) return [{ ...fault, meant: names[key] ?? key }];
    return fault.meant === undefined || isOther?.(key) ? [] : [{ ...fault, meant: fault.meant }];
  });
}

/** What stands there is not what that key would hold: it was meant otherwise. */
function isWrongAt(path: Path, schema: object, value: unknown): boolean {
  return findFaults(schema, value).some((fault) => pointer(fault.path) === pointer(path));
}

function has(value: unknown, path: Path): boolean {
  const [step, ...rest] = path;
  if (step === undefined) return true;
  return typeof value === 'object' && value !== null && Object.hasOwn(value, step)
    ? has(Reflect.get(value, step), rest)
    : false;
}

/** A copy with another name for the last step of the path, in the order of the keys; what is beside it is shared. */
function renamed(value: unknown, [step, ...rest]: Path, name: string): unknown {
  if (Array.isArray(value)) {
    return value.map((item, index) => (String(index) === String(step) ? renamed(item, rest, name) : item));
  }
  const entries = Object.entries(Object(value)).map(([key, part]): [string, unknown] => {
    if (key !== step) return [key, part];
    return rest.length === 0 ? [name, part] : [key, renamed(part, rest, name)];
  });
  return Object.fromEntries(entries);
}

function pointer(path: Path): string {
  return JSON.stringify(path.map(String));
}

function writtenPath(path: Path, written: ReadonlyMap<string, string>): Path {
  return path.map((step, index) => written.get(pointer(path.slice(0, index + 1))) ?? step);
}
