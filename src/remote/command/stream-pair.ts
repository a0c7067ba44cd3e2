export type StreamName = 'stdout' | 'stderr';

/**
 * Whose marks come on which stream. Each has its own, unless the login has joined them, as `exec 2>&1` in .bashrc does: then
 * one has the marks of both, and the second of each kind is the other's.
 */
export class StreamPair {
  readonly #begun = new Set<StreamName>();
  #joined: StreamName | undefined;

  get isBegun(): boolean {
    return this.#begun.size > 0;
  }

  /** The only one whose start mark came. */
  get lone(): StreamName | undefined {
    const [first] = this.#begun;
    return this.areBothBegun ? undefined : first;
  }

  /** The start marks of both came. */
  get areBothBegun(): boolean {
    return this.#begun.size > 1 || this.areJoined;
  }

  get areJoined(): boolean {
    return this.#joined !== undefined;
  }

  /** The start mark came. */
  begin(name: StreamName): void {
    if (this.#begun.has(name)) this.#joined = name;
    this.#begun.add(name);
  }

  /** Whose mark it is that came on the stream: `seen` are those that have had this one. */
  whose(name: StreamName, seen: { has(name: StreamName): boolean }): StreamName {
    return this.#joined === name && seen.has(name) ? other(name) : name;
  }

  /** Whose mark is the last of its kind on the stream. */
  lastOn(name: StreamName): StreamName {
    return this.#joined === name ? other(name) : name;
  }

  /** Whether the words that come on the stream are the script's own; where each has its stream, it says them on stdout. */
  hasWords(name: StreamName): boolean {
    return name === (this.#joined ?? 'stdout');
  }
}

export function other(name: StreamName): StreamName {
  return name === 'stdout' ? 'stderr' : 'stdout';
}
