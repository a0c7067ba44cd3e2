import {
  type Document,
  type DocumentOptions,
  type ParseOptions,
  parseDocument,
  type SchemaOptions,
} from 'yaml';
import { LineStarts } from './line-starts.ts';
import { type LossyNumber, readPlainValue } from './plain-value.ts';
import type { Place, Problem } from './problem.ts';
import { readSimpleJson } from './simple-json.ts';
import { readSimpleYaml } from './simple-yaml.ts';
import { blankUnquotedTemplates } from './unquoted-template.ts';
import { NodePlaces } from './yaml-places.ts';
import { syntaxProblems } from './yaml-syntax.ts';

export type Path = readonly (string | number)[];

/** A YAML file: a plain value, and where each part of it stands. */
export interface YamlDocument {
  readonly file: string;
  readonly text: string;
  /** What JSON can say; parts behind an alias are shared. */
  readonly value: unknown;
  /** Numbers whose text is not what the number prints as: `1.10`, `0644`. */
  readonly lossyNumbers: readonly LossyNumber[];
  /** Where the value or the key at `path` stands; of the nearest part above it when there is none. */
  place(path: Path, part?: 'key' | 'value'): Place;
  /**
   * A place inside the decoded text of the scalar at `path`, whatever its style is.
   * Falls back to the scalar's start when the text cannot be followed.
   */
  textPlace(path: Path, offset: number, length?: number): Place;
  /** The scalar at `path` as it is written, quotes included. */
  source(path: Path): string | undefined;
  /** The comment that follows an unquoted scalar on its line. */
  commentAfter(path: Path): Place | undefined;
}

/**
 * Reads YAML 1.2. All traps are told at once, none by quoting a line, as it may hold a password. There is no document
 * when the text cannot be relied upon; problems that leave the rest readable come beside a document.
 */
export function parseYaml(text: string, file: string): { document?: YamlDocument; problems: Problem[] } {
  const lines = new LineStarts(file, text);
  if (text.length > maxCharacters) return { problems: [tooLarge(lines)] };
  const simple = text.length > largeCharacters ? (readSimpleJson(text) ?? readSimpleYaml(text)) : undefined;
  return simple === undefined
    ? readFully(text, file, lines)
    : { document: lazyDocument(text, file, simple), problems: [] };
}

/** The full reader takes 0.1 s for this much. */
const largeCharacters = 64 * 1024;
const maxCharacters = 16 * 1024 * 1024;

/** Its value is known; the full reader is asked only when a place is. */
function lazyDocument(text: string, file: string, value: unknown): YamlDocument {
  const lines = new LineStarts(file, text);
  let document: YamlDocument | undefined;
  const full = () => {
    document ??= readFully(text, file, lines).document;
    return document;
  };
  return {
    file,
    text,
    value,
    lossyNumbers: [],
    place: (path, part) => full()?.place(path, part) ?? lines.place(0),
    textPlace: (path, offset, length) => full()?.textPlace(path, offset, length) ?? lines.place(0),
    source: (path) => full()?.source(path),
    commentAfter: (path) => full()?.commentAfter(path),
  };
}

function readFully(
  text: string,
  file: string,
  lines: LineStarts,
): { document?: YamlDocument; problems: Problem[] } {
  const parsed = parseTolerant(text);
  if (!parsed) return { problems: [tooDeep(lines)] };
  const { document, blanked } = parsed;
  const syntax = syntaxProblems(document, text, lines);
  const firstError = document.errors.reduce(
    (first, { pos }) => Math.min(first, pos[0]),
    Number.POSITIVE_INFINITY,
  );
  const read = readPlainValue(document.contents, text, { blanked, until: firstError });
  const traps = read.traps.map(({ start, end, ...problem }) => ({
    ...problem,
    place: lines.place(start, end),
  }));
  const problems = [...syntax, ...traps];
  if (document.errors.some(({ code }) => code !== 'MULTIPLE_DOCS') || read.isUnusable) return { problems };
  if (read.value === null || read.value === undefined) return { problems: [...problems, empty(lines)] };

  const nodes = new NodePlaces(document.contents, text, lines, read.aliasTargets);
  return {
    document: {
      file,
      text,
      value: read.value,
      lossyNumbers: read.lossyNumbers,
      place: (path, part) => nodes.place(path, part),
      textPlace: (path, offset, length) => nodes.textPlace(path, offset, length),
      source: (path) => nodes.source(path),
      commentAfter: (path) => nodes.commentAfter(path),
    },
    problems,
  };
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

function tooDeep(lines: LineStarts): Problem {
  return {
    code: 'yaml-too-deep',
    message: 'Maps, lists or quotes are nested or repeated without end.',
    advice: 'Look for a bracket or quote that is not closed.',
    place: lines.place(0),
  };
}

function tooLarge(lines: LineStarts): Problem {
  return {
    code: 'file-too-large',
    message: 'The file is larger than 16 MiB.',
    advice: 'Split it into several files.',
    place: lines.place(0),
  };
}

function empty(lines: LineStarts): Problem {
  return {
    code: 'yaml-empty',
    message: 'The file is empty, or holds only comments.',
    advice: 'Write something, or name another file.',
    place: lines.place(0),
  };
}
