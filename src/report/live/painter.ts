import { cells } from '../../document/cells.ts';
import type { Terminal } from '../terminal.ts';

const csi = '\x1b[';
/** One picture a time, where the terminal knows mode 2026 ("synchronized output"), and no wrapping while we draw. */
const begin = `${csi}?2026h${csi}?7l`;
const end = `${csi}?7h${csi}?2026l`;

/** Draws frames over each other at the foot of the scrollback, and writes only the lines that changed. */
export class Painter {
  readonly #terminal: Terminal;
  #shown: readonly string[] = [];
  #columns = 0;
  #rows = 0;
  #isCursorHidden = false;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  draw(lines: readonly string[]): void {
    const columns = this.#terminal.columns();
    const rows = this.#terminal.rows();
    // A terminal that has shrunk may have moved the upper lines out of reach: then no line stands where it stood.
    const isResized = (columns !== this.#columns || rows !== this.#rows) && this.#shown.length > 0;
    if (!isResized && sameLines(lines, this.#shown)) return;
    const hide = this.#isCursorHidden ? '' : `${csi}?25l`;
    const body = isResized ? this.#toTop(columns) + lines.join('\r\n') : this.#changes(lines, columns);
    this.#terminal.write(hide + begin + body + end);
    this.#isCursorHidden = true;
    this.#shown = lines;
    this.#columns = columns;
    this.#rows = rows;
  }

  /** Takes the frame away, leaves `text` in its place and the cursor below it. */
  finish(text: string): void {
    const clear = this.#shown.length > 0 ? this.#toTop(this.#terminal.columns()) : '';
    const show = this.#isCursorHidden ? `${csi}?25h` : '';
    this.#shown = [];
    this.#isCursorHidden = false;
    if (clear + text + show !== '') this.#terminal.write(clear + text + show);
  }

  /**
   * To the first cell of the frame, erasing it row by row: tmux would keep in its history what is erased as a whole
   * screen. A narrower terminal has broken the lines into more rows.
   */
  #toTop(columns: number): string {
    const rows = this.#shown.reduce(
      (sum, line) => sum + Math.max(1, Math.ceil(cells(line) / Math.max(1, columns))),
      0,
    );
    return `\r${csi}2K${`${up(1)}${csi}2K`.repeat(rows - 1)}`;
  }

  #changes(lines: readonly string[], columns: number): string {
    const before = this.#shown;
    let text = `\r${up(before.length - 1)}`;
    for (const [at, line] of lines.entries()) {
      if (at > 0) text += '\r\n';
      if (line === before[at]) continue;
      // In the last column the cursor stays on the last character, and erasing would take that.
      text += cells(line) < columns ? `${line}${csi}K` : line;
    }
    // What is left of a longer frame stands below the last line, whose end the cursor may not have reached.
    return before.length > lines.length ? `${text}\r\n${csi}J${up(1)}` : text;
  }
}

function up(rows: number): string {
  return rows > 0 ? `${csi}${rows}A` : '';
}

function sameLines(lines: readonly string[], others: readonly string[]): boolean {
  return lines.length === others.length && lines.every((line, at) => line === others[at]);
}
