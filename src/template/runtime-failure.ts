/** A template or a condition met a value that only the run could know, and it was not as needed. The task fails before it starts. */
export class RuntimeValueFailure extends Error {
  override readonly name = 'RuntimeValueFailure';
}
