import {
  type Document,
  type DocumentOptions,
  type ParseOptions,
  parseDocument,
  type SchemaOptions,
} from 'yaml';
import type { Problem } from '../problem.ts';
import type { LineStarts } from './line-starts.ts';
import { type Repaired, takeOut } from './repair.ts';
import { syntaxProblems } from './syntax.ts';
import { blankUnquotedTemplates } from './unquoted-template.ts';

/** The tree of a text of which only that is left which is YAML. */
export interface ReadableTree extends Parsed, Repaired {
  /** What was taken out. */
  readonly told: readonly Placed[];
}

type Placed = Problem & Required<Pick<Problem, 'place'>>;

interface Parsed {
  readonly document: Document.Parsed;
  /** Where values start that stand for templates without quotes. */
  readonly blanked: ReadonlySet<number>;
}

/**
 * Reads a text, and takes out what is not YAML, from the first error to the last. `hopeless`: it cannot be mended so;
 * undefined when the parser, which calls itself for what is nested, runs out of stack.
 */
export function readableTree(
  text: string,
  lines: LineStarts,
  mostRepairs: number,
): ReadableTree | { readonly hopeless: Parsed } | undefined {
  const parsed = parseTolerant(text);
  if (parsed === undefined) return undefined;
  return repair(text, parsed, lines, mostRepairs) ?? { hopeless: parsed };
}

function isBroken({ errors }: Document.Parsed): boolean {
  return errors.some(({ code }) => code !== 'MULTIPLE_DOCS');
}

function repair(text: string, parsed: Parsed, lines: LineStarts, most: number): ReadableTree | undefined {
  const told = new Map<number, Placed>();
  let repaired: Repaired | undefined = { text, unread: new Set() };
  let current: Parsed | undefined = parsed;
  for (let round = 0; round <= most; round++) {
    if (!isBroken(current.document)) return { ...current, ...repaired, told: [...told.values()] };
    const { line, problem } = firstRepairable(current, repaired, lines) ?? {};
    if (line === undefined || problem === undefined) return undefined;
    if (!repaired.unread.has(line)) told.set(line, problem);
    repaired = takeOut(repaired, line);
    current = repaired && parseTolerant(repaired.text);
    if (repaired === undefined || current === undefined) return undefined;
  }
  return undefined;
}

function firstRepairable({ document }: Parsed, { text }: Repaired, lines: LineStarts) {
  for (const problem of syntaxProblems(document, text, lines)) {
    const { place, code } = problem;
    if (place !== undefined && isRepairable(code))
      return { line: place.line, problem: { ...problem, place } };
  }
  return undefined;
}

function isRepairable(code: Problem['code']): boolean {
  return code === 'yaml-syntax' || code === 'yaml-tab-indent';
}

/** `uniqueKeys` is ours: the library compares each key with each other one, which 10,000 hosts would feel. */
const options = {
  version: '1.2',
  schema: 'core',
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'error', // With 'silent' the library keeps quiet about further documents.
  customTags: [{ tag: '!age', resolve: (text: string) => text }],
} satisfies ParseOptions & DocumentOptions & SchemaOptions;

/**
 * Where unquoted templates break the syntax, reads on as if text of the same length stood there. Undefined when the
 * parser, which calls itself for what is nested, runs out of stack.
 */
function parseTolerant(
  text: string,
): { document: Document.Parsed; blanked: ReadonlySet<number> } | undefined {
  try {
    const document = parseDocument(text, options);
    const patched = blankUnquotedTemplates(
      text,
      document.errors.map(({ pos }) => pos[0]),
    );
    const { offsets: blanked } = patched;
    return { document: blanked.size === 0 ? document : parseDocument(patched.text, options), blanked };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
