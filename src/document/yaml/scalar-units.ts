import type { Scalar } from 'yaml';

/** One UTF-16 unit of a scalar's decoded text, and the part of the file that it comes from. */
export interface Unit {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The units of a scalar in the order of its decoded text; undefined where the text cannot be followed. */
export function scalarUnits(node: Scalar, text: string): readonly Unit[] | undefined {
  if (typeof node.value !== 'string' || !node.range) return undefined;
  const [start, end] = node.range;
  return align(node.value, [...written(node.type, text, start, end)]);
}

/**
 * Folding only ever touches white space, so what is not white space stands in both texts in the same order;
 * white space is taken from where it stands, a folded line break from the end of its line.
 */
function align(decoded: string, units: readonly Unit[]): readonly Unit[] | undefined {
  const aligned: Unit[] = [];
  let at = 0;
  for (const character of decoded.split('')) {
    if (!isSpace(character)) {
      while (at < units.length && units[at]?.text !== character && isSpace(units[at]?.text)) at++;
    }
    const unit = units[at];
    if (unit && (unit.text === character || (isSpace(character) && isSpace(unit.text)))) {
      aligned.push({ ...unit, text: character });
      at++;
    } else if (isSpace(character)) {
      const start = unit?.start ?? units.at(-1)?.end ?? 0;
      aligned.push({ text: character, start, end: start + 1 });
    } else {
      return undefined;
    }
  }
  return aligned;
}

function isSpace(text: string | undefined): boolean {
  return text === ' ' || text === '\n' || text === '\t' || text === '\r';
}

function written(type: Scalar['type'], text: string, start: number, end: number): Iterable<Unit> {
  if (type === 'QUOTE_DOUBLE') return unescaped(text, start + 1, end - 1);
  if (type === 'QUOTE_SINGLE') return singleQuoted(text, start + 1, end - 1);
  if (type === 'BLOCK_LITERAL' || type === 'BLOCK_FOLDED') return blockLines(text, start, end);
  return lines(text, start, end, 0);
}

/** A line's own characters and its break; leading white space of further lines belongs to the layout. */
function* lines(text: string, start: number, end: number, indent: number): Iterable<Unit> {
  for (let at = start; at < end; at++) {
    const character = text.charAt(at);
    if (character === '\r') continue;
    yield { text: character, start: at, end: at + 1 };
    if (character === '\n') at = afterIndent(text, at + 1, indent) - 1;
  }
}

/** `indent` columns of blanks at most; all of them when it is 0. */
function afterIndent(text: string, start: number, indent: number): number {
  let at = start;
  while ((text[at] === ' ' || text[at] === '\t') && (indent === 0 || at - start < indent)) at++;
  return at;
}

function* blockLines(text: string, start: number, end: number): Iterable<Unit> {
  const header = text.indexOf('\n', start) + 1;
  if (header === 0 || header > end) return;
  const explicit = /^[|>][+-]?([1-9])/.exec(text.slice(start, header))?.[1];
  const firstText = /^(?:[ \t]*\r?\n)*( *)/.exec(text.slice(header, end));
  const indent =
    explicit === undefined ? (firstText?.[1]?.length ?? 0) : explicitIndent(text, start, Number(explicit));
  const body = indent === 0 ? header : afterIndent(text, header, indent);
  yield* indent === 0 ? rawLines(text, body, end) : lines(text, body, end, indent);
}

function* rawLines(text: string, start: number, end: number): Iterable<Unit> {
  for (let at = start; at < end; at++) yield { text: text.charAt(at), start: at, end: at + 1 };
}

/** The digit in the header counts from the indentation of the line that holds the key. */
function explicitIndent(text: string, start: number, digit: number): number {
  const line = text.slice(text.lastIndexOf('\n', start) + 1, start);
  return (/^(?: |- )*/.exec(line)?.[0].length ?? 0) + digit;
}

function* singleQuoted(text: string, start: number, end: number): Iterable<Unit> {
  let skip = false;
  for (const unit of lines(text, start, end, 0)) {
    if (skip) {
      skip = false;
      continue;
    }
    skip = unit.text === "'";
    yield skip ? { ...unit, end: unit.end + 1 } : unit;
  }
}

function* unescaped(text: string, start: number, end: number): Iterable<Unit> {
  let resumeAt = start;
  for (const unit of lines(text, start, end, 0)) {
    if (unit.start < resumeAt) continue;
    if (unit.text !== '\\') {
      yield unit;
      continue;
    }
    const escapeSequence = /\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|\r?\n[ \t]*|[\s\S])/y;
    escapeSequence.lastIndex = unit.start;
    const source = escapeSequence.exec(text)?.[0] ?? '\\';
    resumeAt = unit.start + source.length;
    for (const character of decodeEscape(source).split('')) {
      yield { text: character, start: unit.start, end: resumeAt };
    }
  }
}

function decodeEscape(source: string): string {
  const letter = source.charAt(1);
  if (letter === '\n' || letter === '\r') return '';
  if (source.length > 2)
    return String.fromCodePoint(Math.min(0x10ffff, Number.parseInt(source.slice(2), 16)));
  return escapes[letter] ?? letter;
}

/** YAML 1.2.2, section 5.7. */
const escapes: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  L: '\u2028',
  N: '\x85',
  P: '\u2029',
  _: '\xa0',
};
