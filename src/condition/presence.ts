import type { ProblemCode } from '../document/problem.ts';
import { type ConditionFault, faultAt } from './fault.ts';
import type { Range } from './references.ts';

/** How to ask whether a name has a value, or has none. */
export function presenceAdvice(name: string, isThere: boolean): string {
  const [first = '', second] = name.split('.');
  if (alwaysThere.has(first) || name === 'vars')
    return `${name} is always there: compare it with something, or leave this out.`;
  const asked = second === undefined ? `vars.${name}` : name;
  return `Write ${isThere ? '' : '!'}has(${asked}).`;
}

/** Holders of ours with the same fields for every host. */
const alwaysThere: ReadonlySet<string> = new Set(['facts', 'host', 'result', 'stage']);

/** `has(role)`. */
export function askedAlone(code: ProblemCode, name: string, range: Range | undefined): ConditionFault {
  const message = `\`has(…)\` asks for a field, and \`${name}\` is a name alone.`;
  return faultAt(code, message, range, presenceAdvice(name, true));
}
