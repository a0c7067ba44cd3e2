import { fieldOf, type Scope } from '../../template/scope.ts';
import type { Template } from '../../template/template.ts';
import { type Doubt, noDoubts } from '../doubt.ts';

/** What only the run will know. */
export const runtimeNames: ReadonlySet<string> = new Set(['results', 'facts']);

/** Whether a name of the scope means what only the run will know. */
export function isRuntimePath(path: readonly string[]): boolean {
  return runtimeNames.has(path[0] ?? '');
}

/** What is not known now: what only the run will know, and what may stand where something could not be read. */
export function laterNames(template: Template, scope: Scope, doubt: Doubt): ReadonlySet<string> {
  const doubtful = doubtfulNames(template, scope, doubt);
  return doubtful.length === 0 ? runtimeNames : new Set([...runtimeNames, ...doubtful]);
}

/** Names that the scope does not have, and that may stand where something could not be read. */
export function doubtfulNames({ references }: Template, scope: Scope, doubt: Doubt): readonly string[] {
  if (doubt === noDoubts.vars) return none;
  return references.flatMap(({ path: [first = '', second = ''] }) => {
    const [holder, name] = first === 'vars' ? [scope.vars, second] : [scope, first];
    return fieldOf(holder, name) === undefined && !isRuntimePath([first]) && doubt(name) ? [first] : [];
  });
}

const none: readonly string[] = [];
