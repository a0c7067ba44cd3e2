import { askedVars } from '../../condition/asked-vars.ts';
import type { ConditionNames } from '../../condition/names.ts';
import { nearest } from '../../document/nearest.ts';
import type { Problem } from '../../document/problem.ts';
import type { LocatedText } from '../../playbook/playbook.ts';

/**
 * With the vars of which a condition asks whether they are there, by `has(vars.NAME)`. That none of the hosts has one is
 * no error, and is told, as it may be misspelt.
 */
export function withAsked(
  names: ConditionNames,
  { text, at }: LocatedText,
): { names: ConditionNames; problems: Problem[] } {
  const missing = askedVars(text).filter(({ name }) => !Object.hasOwn(names.vars, name));
  if (missing.length === 0) return { names, problems: [] };
  const known = Object.keys(names.vars);
  const added = missing.map(({ name }) => [name, 'dyn'] as const);
  return {
    names: { ...names, vars: { ...names.vars, ...Object.fromEntries(added) } },
    problems: missing.map(({ name, span: { start, end } }) => ({
      code: 'variable-undefined',
      severity: 'warning',
      message: `There is no var ${name} here, so has(vars.${name}) is false.`,
      advice: adviceFor(nearest(name, known)),
      place: at(start, end - start),
    })),
  };
}

function adviceFor(near: string | undefined): string {
  return near === undefined
    ? 'Define it where it is meant to be there; else this is fine.'
    : `Did you mean has(vars.${near})?`;
}
