import type { Place } from '../problem.ts';

/** Turns offsets in a text into places. Reads the lines of the text on the first question only. */
export class LineStarts {
  readonly #file: string;
  readonly #text: string;
  #starts: number[] | undefined;

  constructor(file: string, text: string) {
    this.#file = file;
    this.#text = text;
  }

  /** From `start` up to `end`, but not past the end of its line. Offsets are in UTF-16 units. */
  place(start: number, end = start + 1): Place {
    const starts = this.#lineStarts();
    const from = Math.max(0, Math.min(start, this.#text.length));
    const index = lastAtMost(starts, from);
    const lineStart = starts[index] ?? 0;
    const lineEnd = this.#lineEnd(starts[index + 1]);
    const length = Math.max(1, Math.min(end, lineEnd) - from);
    return { file: this.#file, line: index + 1, column: from - lineStart + 1, length };
  }

  #lineEnd(nextStart: number | undefined): number {
    if (nextStart === undefined) return this.#text.length;
    return this.#text[nextStart - 2] === '\r' ? nextStart - 2 : nextStart - 1;
  }

  #lineStarts(): number[] {
    if (this.#starts) return this.#starts;
    const starts = [0];
    for (let at = this.#text.indexOf('\n'); at >= 0; at = this.#text.indexOf('\n', at + 1))
      starts.push(at + 1);
    this.#starts = starts;
    return starts;
  }
}

function lastAtMost(sorted: readonly number[], wanted: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((sorted[middle] ?? 0) <= wanted) low = middle;
    else high = middle - 1;
  }
  return low;
}
