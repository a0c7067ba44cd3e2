import type { TSchema } from 'typebox';
import type { Problem } from '../problem.ts';
import { firstAtEachPlace } from '../problem-order.ts';
import { documentView } from '../yaml/document-view.ts';
import type { Path, YamlDocument } from '../yaml/yaml.ts';
import { findFaults } from './check.ts';
import type { Fault } from './fault.ts';
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
    const meant = wellMeant(misspeltKeys(schema, value, others), written, { schema, value });
    if (meant.size === 0) break;
    for (const { path, meant: _, ...fault } of meant.values())
      problems.push(problemOf({ path: writtenPath(path, written), ...fault }, document));
    value = renamed(value, renamesOf([...meant.values()]));
    for (const [right, { path }] of meant) written.set(right, String(path.at(-1)));
  }
  if (written.size === 0) return { document, problems };
  const writtenAt = (path: Path) => writtenPath(path, written);
  // Numbers that lose digits are those of the document itself, which is checked too.
  return { document: documentView(document, { value, lossyNumbers: [], writtenAt }), problems };
}

/** One below the other: what is inside of a misspelt key is seen in the next round. */
const mostRounds = 5;

type Misspelt = Fault & { readonly meant: string };

/**
 * Those whose right name is not there yet, and under which they hold what that key can hold; by the path with the right
 * name. All are tried at once: an inventory may have the same mistake for ten thousand hosts.
 */
function wellMeant(
  misspelt: readonly Misspelt[],
  written: ReadonlyMap<string, string>,
  { schema, value }: { readonly schema: object; readonly value: unknown },
): Map<string, Misspelt> {
  const tried = new Map<string, Misspelt>();
  for (const fault of misspelt) {
    const right = [...fault.path.slice(0, -1), fault.meant];
    const name = pointer(right);
    if (!written.has(name) && !tried.has(name) && !has(value, right)) tried.set(name, fault);
  }
  if (tried.size === 0) return tried;
  const wrong = findFaults(schema, renamed(value, renamesOf([...tried.values()])));
  for (const { path } of wrong) tried.delete(pointer(path)); // It was meant otherwise.
  return tried;
}

function misspeltKeys(
  schema: object,
  value: unknown,
  { names = {}, has: isOther }: OtherTools,
): readonly Misspelt[] {
  return findFaults(schema, value).flatMap((fault) => {
    const [key = '', ...more] = fault.path.toReversed().map(String);
    if (fault.code !== 'unknown-key') return [];
    if (more.length === 0 && Object.hasOwn(names, key)) return [{ ...fault, meant: names[key] ?? key }];
    return fault.meant === undefined || isOther?.(key) ? [] : [{ ...fault, meant: fault.meant }];
  });
}

function has(value: unknown, path: Path): boolean {
  const [step, ...rest] = path;
  if (step === undefined) return true;
  return typeof value === 'object' && value !== null && Object.hasOwn(value, step)
    ? has(Reflect.get(value, step), rest)
    : false;
}

/** What is called otherwise in a value, and below it. */
interface Renames {
  name?: string;
  readonly below: Map<string, Renames>;
}

function renamesOf(misspelt: readonly Misspelt[]): Renames {
  const root: Renames = { below: new Map() };
  for (const { path, meant } of misspelt) {
    let at = root;
    for (const step of path.map(String)) {
      const next = at.below.get(step) ?? { below: new Map() };
      at.below.set(step, next);
      at = next;
    }
    at.name = meant;
  }
  return root;
}

/** A copy with the other names, in the order of the keys; what is beside them is shared. */
function renamed(value: unknown, renames: Renames | undefined): unknown {
  if (renames === undefined || renames.below.size === 0) return value;
  if (Array.isArray(value))
    return value.map((item, index) => renamed(item, renames.below.get(String(index))));
  const entries = Object.entries(Object(value)).map(([key, part]): [string, unknown] => {
    const other = renames.below.get(key);
    return [other?.name ?? key, renamed(part, other)];
  });
  return Object.fromEntries(entries);
}

function pointer(path: Path): string {
  return JSON.stringify(path.map(String));
}

function writtenPath(path: Path, written: ReadonlyMap<string, string>): Path {
  return path.map((step, index) => written.get(pointer(path.slice(0, index + 1))) ?? step);
}
