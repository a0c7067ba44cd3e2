import { isOutput } from '../result/registered-result.ts';

/** `results.NAME.stdout` is there for every result but one whose link or controller was lost while it ran: the end of it is unknown. */
export function isLostOutput(path: readonly string[]): boolean {
  const [first, , field] = path;
  return first === 'results' && isOutput(field) && path.length === 3;
}

/** Follows on what was asked for. */
export const lostOutput =
  'is not known: the link to the host, or the run, was lost while the stage ran, and the output went with it.';
