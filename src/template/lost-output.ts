/** `results.NAME.stdout` is there for every result but one whose link or controller was lost while it ran: the end of it is unknown. */
export function isLostOutput(path: readonly string[]): boolean {
  const [first, , field = '', ...more] = path;
  return first === 'results' && /^std(?:out|err)$/.test(field) && more.length === 0;
}

/** Follows on what was asked for. */
export const lostOutput =
  'is not known: the link to the host, or the run, was lost while the stage ran, and the output went with it.';
