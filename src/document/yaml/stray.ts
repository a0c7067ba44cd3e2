import type { ErrorCode, YAMLError } from 'yaml';

/** Lines that stand where they belong to nothing, which the parser tells as something else. */

type Explanation = readonly [reason: string, advice: string];

const blockText: Explanation = [
  'This belongs to the text below | or >, and is indented too little for it.',
  'Indent all lines of the text equally, and deeper than its key.',
];

const noSpace: Explanation = [
  'There is no space after this colon, so YAML takes the line as mere text.',
  'Put a space after the colon.',
];

const noDashSpace: Explanation = [
  'There is no space after this dash, so YAML takes the line as a key of a map.',
  'Put a space after the dash.',
];

const noColon: Explanation = [
  'There is no colon in this line, so YAML takes it as mere text.',
  'Write a colon and a space after the key; indent the line deeper if it goes on with the one above.',
];

/** What the parser says of text where it expects a key. */
const aboutKeys: ReadonlySet<ErrorCode> = new Set([
  'MISSING_CHAR',
  'MULTILINE_IMPLICIT_KEY',
  'BLOCK_AS_IMPLICIT_KEY',
]);

const unequal: Explanation = [
  'This line is indented otherwise than its neighbours.',
  'Indent the keys of one map and the dashes of one list equally.',
];

/** What is wrong with the indentation of the line of this error, and the text of the line; undefined when it is something else. */
export function strayLine(
  { code, pos: [offset] }: YAMLError,
  text: string,
): { reason: Explanation; span: [start: number, end: number] } | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', start);
  const line = text.slice(start, end < 0 ? text.length : end);
  const span: [number, number] = [start + indentOf(line), start + line.trimEnd().length];
  if (isBlockText(line, text.slice(0, start))) return { reason: blockText, span };
  const dash = aboutIndent.has(code)
    ? (gluedDash(text, start) ?? gluedDash(text, lineBefore(text, start)))
    : undefined;
  if (dash !== undefined) return { reason: noDashSpace, span: [dash, dash + 1] };
  if (aboutKeys.has(code)) {
    const [before] = /^\s*(?:- )?[\w-]+:(?=[^\s:/])/.exec(line) ?? [];
    if (before !== undefined)
      return { reason: noSpace, span: [start + before.length - 1, start + before.length] };
    if (/^\s*[\w-]+(?: [^:]*)?$/.test(line)) return { reason: noColon, span };
  }
  const isStrayKey = code === 'MISSING_CHAR' && /^ +[\w-]+:(?: |$)/.test(line);
  return isStrayKey ? { reason: unequal, span } : undefined;
}

/** Where the line that starts here has a dash with a key right behind it. */
function gluedDash(text: string, start: number): number | undefined {
  gluedKey.lastIndex = start;
  const found = gluedKey.exec(text)?.[0].length;
  return found === undefined ? undefined : start + found - 1;
}

const gluedKey = / *-(?=[\w-]+:(?:\s|$))/y;

/** What the parser says of the line after it, too. */
const aboutIndent: ReadonlySet<ErrorCode> = new Set(['BAD_INDENT', 'BLOCK_AS_IMPLICIT_KEY']);

function lineBefore(text: string, start: number): number {
  return start < 2 ? 0 : text.lastIndexOf('\n', start - 2) + 1;
}

/** Whether it should go on with the text below `|` or `>`. */
function isBlockText(line: string, before: string): boolean {
  if (/^\s*(?:- |[\w-]+:(?: |$)|#|$)/.test(line) || /^ *\t/.test(line)) return false;
  const indent = indentOf(line);
  const above = before.split('\n').toReversed();
  const key = above.find((each) => opensBlock.test(each) || (each.trim() !== '' && indentOf(each) < indent));
  return key !== undefined && opensBlock.test(key);
}

const opensBlock = /:\s+[|>][-+\d]*\s*$/;

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
