/** The part of a terminal (ECMA-48, xterm's private modes) that our painter speaks, to see what a person would see. */
export class Screen {
  readonly lines: string[] = [''];
  isCursorShown = true;
  #row = 0;
  #column = 0;
  /** The first line that can still be reached; those above are scrollback. */
  #top = 0;

  /** The window keeps the last `rows` lines. */
  shrink(rows: number): void {
    this.#top = Math.max(this.#top, this.lines.length - rows);
  }

  /** What a person sees without scrolling. */
  get visible(): readonly string[] {
    return this.lines.slice(this.#top);
  }

  write(text: string): void {
    for (const [, control = '', count = '', final = '', plain = ''] of text.matchAll(
      /(\x1b\[)([?\d;]*)([A-Za-z])|([\s\S])/g,
    )) {
      if (control !== '') this.#control(count, final);
      else this.#put(plain);
    }
  }

  #put(character: string): void {
    if (character === '\r') this.#column = 0;
    else if (character === '\n') {
      this.#row++;
      this.#column = 0; // A terminal in its usual mode (ONLCR).
      if (this.lines.length <= this.#row) this.lines.push('');
    } else {
      const line = (this.lines[this.#row] ?? '').padEnd(this.#column);
      this.lines[this.#row] = line.slice(0, this.#column) + character + line.slice(this.#column + 1);
      this.#column++;
    }
  }

  #control(count: string, final: string): void {
    const line = this.lines[this.#row] ?? '';
    if (final === 'A') this.#row = Math.max(this.#top, this.#row - Number(count || '1'));
    else if (final === 'K') this.lines[this.#row] = count === '2' ? '' : line.slice(0, this.#column);
    else if (final === 'J') {
      this.lines[this.#row] = line.slice(0, this.#column);
      this.lines.length = this.#row + 1;
    } else if (count === '?25') this.isCursorShown = final === 'h';
    else if (final !== 'm' && !count.startsWith('?')) throw new Error(`unknown control ${count}${final}`);
  }
}
