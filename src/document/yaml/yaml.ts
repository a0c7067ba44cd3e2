import type { Place, Problem } from '../problem.ts';
import { LineStarts } from './line-starts.ts';
import { type ReadableTree, readableTree } from './parse.ts';
import { NodePlaces } from './places.ts';
import { type LossyNumber, type PlainValue, readPlainValue } from './plain-value.ts';
import { lacksHosts, linesAbove } from './repair.ts';
import { readSimpleJson } from './simple-json.ts';
import { readSimpleYaml } from './simple-yaml.ts';
import { syntaxProblems } from './syntax.ts';

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
  /** Whether this is only a problem because something there could not be read, which has been told. */
  isEcho(problem: Problem): boolean;
}

/**
 * Reads YAML 1.2. All traps are told at once, none by quoting a line, as it may hold a password. What is not YAML is
 * taken out, so that the rest is a document; there is none when the text cannot be relied upon at all.
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
/** How many lines may be no YAML before nothing can be made of a file. */
const mostRepairs = 40;
/** Of a large file, which takes its time. */
const fewRepairs = 4;

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
    isEcho: () => false,
  };
}

function readFully(
  text: string,
  file: string,
  lines: LineStarts,
): { document?: YamlDocument; problems: Problem[] } {
  const most = text.length > largeCharacters ? fewRepairs : mostRepairs;
  const tree = readableTree(text, lines, most);
  if (tree === undefined) return { problems: [tooDeep(lines)] };
  if ('hopeless' in tree) return { problems: hopelessProblems(text, tree.hopeless, lines) };
  const { document, blanked, unread, told } = tree;
  const read = readPlainValue(document.contents, text, { blanked, until: Number.POSITIVE_INFINITY });
  const found = [...syntaxProblems(document, tree.text, lines), ...trapProblems(read, lines)];
  const problems = [...told, ...found.filter(({ place }) => !unread.has(place?.line ?? 0))];
  if (read.isUnusable) return { problems };
  if (read.value === null || read.value === undefined) {
    return { problems: told.length > 0 ? problems : [...problems, empty(lines)] };
  }

  const nodes = new NodePlaces(document.contents, text, lines, read.aliasTargets);
  const above = unread.size === 0 ? unread : linesAbove(text, unread);
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
      isEcho: ({ place, code }) =>
        place !== undefined &&
        (unread.has(place.line) ||
          (above.has(place.line) && codesOfLack.has(code)) ||
          (code === 'no-hosts-named' && lacksHosts(text, unread))),
    },
    problems,
  };
}

/** The tree is a guess behind the first error. */
function hopelessProblems(
  text: string,
  { document, blanked }: Pick<ReadableTree, 'document' | 'blanked'>,
  lines: LineStarts,
): Problem[] {
  const until = Math.min(...document.errors.map(({ pos }) => pos[0]));
  const read = readPlainValue(document.contents, text, { blanked, until });
  return [...syntaxProblems(document, text, lines), ...trapProblems(read, lines)];
}

function trapProblems({ traps }: Pick<PlainValue, 'traps'>, lines: LineStarts): Problem[] {
  return traps.map(({ start, end, ...problem }) => ({ ...problem, place: lines.place(start, end) }));
}

/** What is missing in a map may be what could not be read. */
const codesOfLack: ReadonlySet<Problem['code']> = new Set([
  'missing-key',
  'no-kind',
  'no-hosts-named',
  'wrong-type',
  'wrong-length',
]);

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
