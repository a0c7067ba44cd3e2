/** Where a view draws. The command line hands in the real one, tests one that remembers. */
export interface Terminal {
  write(text: string): void;
  /** In character cells, now: asked again for each frame, so that a resize is seen. `Infinity` for a pipe. */
  columns(): number;
  rows(): number;
  readonly hasColor: boolean;
  /** False where only ASCII can be trusted: `LANG=C`, the Linux console. */
  readonly hasUnicode: boolean;
}

/** Time as the views see it. */
export interface ViewClock {
  /** Monotonic milliseconds. */
  now(): number;
  /** Calls `tick` again and again, until the function that it gives back is called. */
  every(periodMs: number, tick: () => void): () => void;
}
