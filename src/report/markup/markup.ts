import { safeLine, safeLines } from '../text/safe-text.ts';

/** A piece of HTML or XML. The functions below make one of a text, and escape it. */
export class Markup {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

type Part = string | number | Markup | undefined | readonly Markup[];

/**
 * A template in which each text that is put in is harmless: one line of visible characters, escaped, so that it may stand
 * between tags and in a quoted attribute. Nothing stands for `undefined`, and lists are joined.
 */
export function markup(pieces: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(pieces.reduce((text, piece, at) => `${text}${written(parts[at - 1])}${piece}`));
}

/** Several lines, each harmless, for where lines are kept. */
export function block(text: string): Markup {
  return new Markup(escaped(safeLines(text, { mayColour: false }).join('\n')));
}

/** Of text that is harmless already, as that of a `Span` is. */
export function ofSafeText(text: string): Markup {
  return new Markup(escaped(text));
}

function written(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'string') return escaped(safeLine(part));
  return Array.isArray(part) ? part.join('') : String(part);
}

/** HTML 13.1.2; XML 1.0, 2.4 and, for the two characters that no document may hold, 2.2. */
function escaped(text: string): string {
  return text
    .replaceAll(/[\ufffe\uffff]/g, '\ufffd')
    .replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
