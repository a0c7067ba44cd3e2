import type { Span } from './tree.ts';

/** From lines and columns, as Handlebars counts them, to offsets. */
export class SourceMap {
  readonly #text: string;
  readonly #lineStarts: readonly number[];

  constructor(text: string) {
    this.#text = text;
    this.#lineStarts = [0, ...[...text.matchAll(/\r\n?|\n/g)].map((found) => found.index + found[0].length)];
  }

  /** A block ends where its first line does: its opening tag is what a message means. */
  span({ start, end }: hbs.AST.SourceLocation): Span {
    const offset = this.#offset(start);
    const close = this.#text.indexOf('}}', offset);
    const last = Math.min(this.#offset(end), close < 0 ? this.#text.length : close + 2);
    return { offset, length: Math.max(1, last - offset) };
  }

  /** Where literal text begins; what `~` and lone blocks cut from it lies before. */
  offsetOf(literal: string, { start }: hbs.AST.SourceLocation): number {
    const offset = this.#offset(start);
    const found = this.#text.indexOf(literal, offset);
    return found < 0 ? offset : found;
  }

  startsWith(start: string, { offset }: Span): boolean {
    return this.#text.startsWith(start, offset);
  }

  #offset({ line, column }: hbs.AST.Position): number {
    return Math.min((this.#lineStarts[line - 1] ?? 0) + column, this.#text.length);
  }
}
