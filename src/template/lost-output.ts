import { isOutput, onlyEnd } from '../result/registered-result.ts';
import { fieldOf, type Scope } from './scope.ts';

/** `results.NAME.stdout` is there for every result but one whose link or controller was lost while it ran: the end of it is unknown. */
export function isLostOutput(path: readonly string[]): boolean {
  const [first, , field] = path;
  return first === 'results' && isOutput(field) && path.length === 3;
}

/** Follows on what was asked for. */
export const lostOutput =
  'is not known: the link to the host, or the run, was lost while the stage ran, and the output went with it.';

/** `results.NAME.stdout` of a command that wrote more than a result holds: its beginning is not there. */
export function isCutOutput(path: readonly string[], scope: Scope): boolean {
  const [first, name = '', field = ''] = path;
  if (first !== 'results' || !isOutput(field) || path.length !== 3) return false;
  const result = fieldOf(scope[first], name);
  const cut = typeof result === 'object' && result !== null ? Reflect.get(result, onlyEnd) : undefined;
  return Array.isArray(cut) && cut.includes(field);
}

export function cutOutput(named: string): { readonly message: string; readonly advice: string } {
  return {
    message: `\`${named}\` is longer than the 8 KiB that are kept of an output, so that its beginning is not there.`,
    advice: 'Let the stage print less, or write it into a file there.',
  };
}
