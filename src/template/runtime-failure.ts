/** A template or a condition met a value that only the run could know, and it was not as needed. The task fails before it starts. */
export class RuntimeValueFailure extends Error {
  override readonly name = 'RuntimeValueFailure';
}

/** What `make` makes; undefined where it needs what only a run will know. */
export function ifKnown<Made>(make: () => Made): Made | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof RuntimeValueFailure) return undefined;
    throw error;
  }
}
