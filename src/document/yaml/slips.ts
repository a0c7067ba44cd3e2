import { isCollection, isMap, isPair, isScalar, type Node, type Scalar, type YAMLError } from 'yaml';
import type { Problem } from '../problem.ts';

/** Slips that the parser sees elsewhere than where they are to be mended. */

export const notClosed = [
  'A quoted text is not closed.',
  'Add the closing quote; double a \' inside of \'…\', write \\" inside of "…".',
] as const;

/** Quotes and brackets of a tree, looked through once however many errors there are. */
export class Openings {
  readonly #text: string;
  readonly #root: Node | null;
  #found: Found | undefined;

  constructor(root: Node | null, text: string) {
    this.#root = root;
    this.#text = text;
  }

  /** Where a quote opens that nobody closed: the parser finds out at the next quote, or at the end of the file. */
  quote({ pos, message }: YAMLError): number | undefined {
    const { greedyQuote = Number.POSITIVE_INFINITY, quotes } = this.#all();
    if (greedyQuote <= pos[0]) return greedyQuote;
    return message.startsWith('Missing closing') ? quotes.findLast((start) => start <= pos[0]) : undefined;
  }

  /** Where a bracket opens that is found open at this error. */
  bracket({ pos, message }: YAMLError): number | undefined {
    return /^Flow (map|sequence)/.test(message) ? this.#all().brackets.get(pos[0]) : undefined;
  }

  #all(): Found {
    this.#found ??= look(this.#root, this.#text);
    return this.#found;
  }
}

interface Found {
  /** The first one that swallowed lines that look like keys and items of their own. */
  greedyQuote: number | undefined;
  readonly quotes: number[];
  /** The innermost open one by where it ends. */
  readonly brackets: Map<number, number>;
}

function look(root: Node | null, text: string): Found {
  const found: Found = { greedyQuote: undefined, quotes: [], brackets: new Map() };
  // A stack of our own: what is nested without end would use up the other one.
  const open: unknown[] = [root];
  for (let node = open.pop(); open.length > 0 || node !== undefined; node = open.pop()) {
    if (isScalar(node)) noteQuote(found, node, text);
    if (isPair(node)) open.push(node.value, node.key);
    if (!isCollection(node)) continue;
    const [start = 0, end = start] = node.range ?? [];
    if (node.flow === true && text.charAt(end - 1) !== (isMap(node) ? '}' : ']'))
      found.brackets.set(end, start);
    open.push(...node.items.toReversed());
  }
  return found;
}

function noteQuote(found: Found, { type, range }: Scalar, text: string): void {
  const [start, end] = range ?? [];
  if (start === undefined || end === undefined || !type?.startsWith('QUOTE_')) return;
  found.quotes.push(start);
  const isGreedy = /\n\s*(?:- +)?[\w-]+:(?: |$)/.test(text.slice(start, Math.min(end, start + longestLook)));
  if (isGreedy) found.greedyQuote ??= start;
}

const longestLook = 10_000;

/** A mapping begins inside of a value: for a colon in its text, or for lines that are indented unequally. */
export function mappingInValue(
  offset: number,
  text: string,
): { problem: Omit<Problem, 'place'>; span: [start: number, end: number] } {
  const end = endOfLine(text, offset);
  const value = text.slice(offset, end);
  const colon = /^\s*[-?]? /.test(value) ? -1 : withoutQuoted(value).search(/:(?:\s|$)/);
  if (colon >= 0) {
    const message = 'A second ": " stands in this line, so YAML takes what is before it as a key.';
    const advice =
      'Put the whole value in quotes, as those in its middle protect nothing; or write | after its key, and the value below, indented deeper.';
    return { problem: { code: 'yaml-syntax', message, advice }, span: [offset + colon, offset + colon + 1] };
  }
  const message = 'This line is indented otherwise than its neighbours.';
  const advice = 'Indent the keys of one map and the dashes of one list equally.';
  const isHere = /^(?:\s|[-?] )/.test(value) || text.slice(end).trim() === '';
  const start = isHere ? offset : end + 1;
  const word = start + (/^\s*/.exec(text.slice(start))?.[0].length ?? 0);
  return { problem: { code: 'yaml-syntax', message, advice }, span: [word, endOfLine(text, word)] };
}

function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}

/** What holds colons rightly is blank: quotes from the first character on, those inside of brackets, and a comment. */
function withoutQuoted(value: string): string {
  const quotes = /^[[{]/.test(value) ? allQuotes : firstQuotes;
  return value.replaceAll(quotes, blank).replace(/\s#.*$/, blank);
}

const firstQuotes = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')/g;
const allQuotes = /"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'/g;

function blank(text: string): string {
  return ' '.repeat(text.length);
}
