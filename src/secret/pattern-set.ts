/** How long a pattern is at least. */
export const shortestPattern = 4;

/** Finds many fixed texts in one pass: a filter on two characters, then a table by the first four. */
export class PatternSet {
  readonly #filter = new Uint8Array(1 << 16);
  readonly #byPrefix = new Map<string, Bucket>();
  /** The first one, two and three characters of all patterns. */
  readonly #shortPrefixes = new Set<string>();
  #longest = 0;

  /** Patterns shorter than `shortestPattern` are left out. */
  add(pattern: string): void {
    if (pattern.length < shortestPattern) return;
    const prefix = pattern.slice(0, shortestPattern);
    const bucket = this.#byPrefix.get(prefix);
    const sameLength = bucket?.get(pattern.length);
    if (sameLength) sameLength.add(pattern);
    else this.#byPrefix.set(prefix, longestFirst([...(bucket ?? []), [pattern.length, new Set([pattern])]]));
    this.#filter[filterKey(pattern, 0)] = 1;
    for (let length = 1; length < shortestPattern; length++)
      this.#shortPrefixes.add(pattern.slice(0, length));
    this.#longest = Math.max(this.#longest, pattern.length);
  }

  /**
   * `text` with each stretch of patterns replaced, also overlapping ones as a whole. Unless it is the last part of a
   * text, the end that may be the start of a pattern is held back for the next call.
   */
  replace(
    text: string,
    replacement: (stretch: string) => string,
    isLast: boolean,
  ): { readonly done: string; readonly held: string } {
    let done = '';
    let copied = 0;
    let found: { start: number; end: number } | undefined;
    for (let at = 0; at < text.length; at++) {
      if (found && at >= found.end) {
        done += text.slice(copied, found.start) + replacement(text.slice(found.start, found.end));
        copied = found.end;
        found = undefined;
      }
      if (!isLast && text.length - at < this.#longest && this.#mayGrow(text, at)) {
        const cut = found?.start ?? at;
        return { done: done + text.slice(copied, cut), held: text.slice(cut) };
      }
      const length = this.#matchAt(text, at);
      if (length > 0) found = { start: found?.start ?? at, end: Math.max(found?.end ?? 0, at + length) };
    }
    if (found) done += text.slice(copied, found.start) + replacement(text.slice(found.start, found.end));
    return { done: done + text.slice(found?.end ?? copied), held: '' };
  }

  #matchAt(text: string, at: number): number {
    if (this.#filter[filterKey(text, at)] === 0) return 0;
    for (const [length, patterns] of this.#byPrefix.get(text.slice(at, at + shortestPattern)) ?? []) {
      if (patterns.has(text.slice(at, at + length))) return length;
    }
    return 0;
  }

  /** Is what stands from here to the end the beginning of a longer pattern? */
  #mayGrow(text: string, at: number): boolean {
    const length = text.length - at;
    if (length < shortestPattern) return this.#shortPrefixes.has(text.slice(at));
    if (this.#filter[filterKey(text, at)] === 0) return false;
    const bucket = this.#byPrefix.get(text.slice(at, at + shortestPattern));
    const start = text.slice(at);
    return [...(bucket ?? [])].some(
      ([longer, patterns]) => longer > length && [...patterns].some((pattern) => pattern.startsWith(start)),
    );
  }
}

/** Patterns that begin alike, by their length, the longest first. */
type Bucket = ReadonlyMap<number, Set<string>>;

function longestFirst(bucket: [number, Set<string>][]): Bucket {
  return new Map(bucket.sort(([a], [b]) => b - a));
}

function filterKey(text: string, at: number): number {
  return (text.charCodeAt(at) * 257 + text.charCodeAt(at + 1)) & 0xffff;
}
