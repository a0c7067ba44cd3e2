import { isOutput, type NotWhole, notWhole, type RegisteredResult } from '../result/registered-result.ts';
import { fieldOf, type Scope } from './scope.ts';

/** `results.NAME.stdout` is there for every result but one whose link or controller was lost while it ran: the end of it is unknown. */
export function isLostOutput(path: readonly string[]): boolean {
  const [first, , field] = path;
  return first === 'results' && isOutput(field) && path.length === 3;
}

/** Follows on what was asked for. */
export const lostOutput =
  'is not known: the link to the host, or the run, was lost while the stage ran, and the output went with it.';

/** Where `results.NAME.stdout` is not what the command wrote, how it is unlike that. */
export function howNotWhole(path: readonly string[], scope: Scope): NotWhole | undefined {
  const [first, name = '', field = ''] = path;
  if (first !== 'results' || !isOutput(field) || path.length !== 3) return undefined;
  const result = fieldOf(scope[first], name);
  if (typeof result !== 'object' || result === null) return undefined;
  return (result as RegisteredResult)[notWhole]?.[field]; // What a scope has there.
}

export function notWholeOutput(
  named: string,
  how: NotWhole,
): { readonly message: string; readonly advice: string } {
  if (how === 'masked') {
    return {
      message: `\`${named}\` holds a secret, which is kept nowhere: *** would stand in its place.`,
      advice: 'Put the secret itself in here, where it is known, or let the stage write a file there.',
    };
  }
  return {
    message: `\`${named}\` is longer than the 8 KiB that are kept of an output, so that its beginning is not there.`,
    advice: 'Let the stage print less, or write it into a file there.',
  };
}
