/** Text that comes from a host, made harmless: it moves no cursor, starts no line and reorders nothing. */

/** One line: newlines become spaces, colours are dropped, every other control character is shown in caret form. */
export function safeLine(text: string): string {
  if (!/[^\x20-\x7e]/.test(text)) return text;
  const plain = text.replaceAll(sgr, (sequence, codes) => (isColour(codes) ? '' : sequence));
  return caret(folded(plain.trimEnd()));
}

/** Its lines, each safe. Colours pass when `mayColour`, and end with the line. */
export function safeLines(text: string, { mayColour }: { readonly mayColour: boolean }): string[] {
  const lines = text.replace(/[\r\n]+$/, '').split(/\r?\n/);
  return lines.map((line) => (mayColour ? colouredLine(line) : safeLine(line)));
}

function colouredLine(line: string): string {
  let safe = '';
  let from = 0;
  for (const { 0: sequence, 1: codes = '', index } of line.matchAll(sgr)) {
    if (!isColour(codes)) continue;
    safe += caret(folded(line.slice(from, index))) + sequence;
    from = index + sequence.length;
  }
  return from === 0 ? safeLine(line) : `${safe}${caret(folded(line.slice(from)))}\x1b[0m`;
}

/** "Select graphic rendition", ECMA-48 section 8.3.117. */
const sgr = /\x1b\[([\d;:]{0,40})m/g;

/** Colours and weights; nothing that blinks or hides. */
function isColour(codes: string): boolean {
  const plain = codes.replaceAll(/(?<!\d)[34]8[;:](?:5[;:]\d+|2[;:]\d+[;:]\d+[;:]\d+)/g, '0');
  return plain.split(/[;:]/).every((code) => /^0*(?:[0-47]?|2[1-479]|[349][0-7]|[34]9|10[0-7])$/.test(code));
}

function folded(text: string): string {
  return text.replaceAll('\t', '  ').replaceAll(/\r?[\n\u0085\u2028\u2029]\s*/g, ' ');
}

/** As cat(1) -v shows them; direction marks (Unicode UAX #9), which would reorder our own words, as code points. */
function caret(text: string): string {
  return text
    .replaceAll(/[\x00-\x1f\x7f]/g, (control) => `^${String.fromCharCode(control.charCodeAt(0) ^ 0x40)}`)
    .replaceAll(/[\x80-\x9f]/g, (control) => `M-^${String.fromCharCode(control.charCodeAt(0) ^ 0xc0)}`)
    .replaceAll(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, codePoint)
    .toWellFormed();
}

function codePoint(character: string): string {
  return `<U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}>`;
}
