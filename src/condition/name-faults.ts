import { nearest } from '../document/nearest.ts';
import { registeredResultTypes } from '../result/registered-result.ts';
import { hostScopeTypes } from '../template/host-scope.ts';
import { type ConditionFault, faultAt } from './fault.ts';
import type { ConditionNames } from './names.ts';
import type { NameUse } from './references.ts';

/** Names and fields that do not exist, also inside `has(…)`: a typo there would be false for ever. */
export function nameFaults(uses: readonly NameUse[], names: ConditionNames): ConditionFault[] {
  return uses.flatMap((use) => faultOf(use, names) ?? []);
}

function faultOf(use: NameUse, names: ConditionNames): ConditionFault | undefined {
  const [first = '', second, third] = use.path;
  switch (first) {
    case 'results':
      return second === undefined ? wholeResults(use) : resultFault(use, names, second, third);
    case 'host':
      return second === undefined ? undefined : fieldFault(use, 1, Object.keys(hostScopeTypes));
    case 'vars':
      return second === undefined ? undefined : fieldFault(use, 1, Object.keys(names.vars));
    case 'run':
      return undefined;
    case 'facts':
      return names.hasFacts ? undefined : unknownName(use, [], 'No stage before this one gathers facts.');
    default:
      return Object.hasOwn(names.vars, first) ? undefined : unknownVar(use, names);
  }
}

function wholeResults(use: NameUse): ConditionFault {
  const advice = 'Write results.NAME.field with the name that a stage before this one registers.';
  return faultAt('condition-name', '`results` needs the name of a register.', use.spans[0], advice);
}

function resultFault(
  use: NameUse,
  { results }: ConditionNames,
  register: string,
  field: string | undefined,
): ConditionFault | undefined {
  if (!results.includes(register)) {
    const near = nearest(register, results);
    const there =
      results.length > 0
        ? `There are: ${results.join(', ')}.`
        : 'No stage before this one registers anything.';
    const advice = near ? `Did you mean \`${near}\`?` : `${there} A stage says \`register: ${register}\`.`;
    const message = `No stage before this one registers \`${register}\`.`;
    return faultAt('condition-name', message, use.spans[1], advice);
  }
  return field === undefined ? undefined : fieldFault(use, 2, Object.keys(registeredResultTypes));
}

function fieldFault(use: NameUse, position: number, fields: readonly string[]): ConditionFault | undefined {
  const field = use.path[position] ?? '';
  if (fields.includes(field)) return undefined;
  const before = use.path.slice(0, position).join('.');
  const near = nearest(field, fields);
  const listed =
    fields.length > 0 && fields.length < 20 ? `There are: ${fields.join(', ')}.` : 'No host has it.';
  const message = `\`${before}.${field}\` does not exist.`;
  return faultAt(
    'condition-name',
    message,
    use.spans[position],
    near ? `Did you mean \`${before}.${near}\`?` : listed,
  );
}

function unknownVar(use: NameUse, names: ConditionNames): ConditionFault {
  const all = [...Object.keys(names.vars), 'host', 'results', 'vars', ...(names.hasFacts ? ['facts'] : [])];
  return unknownName(use, all, 'Define it under vars, or put quotes around it if a text is meant.');
}

function unknownName(use: NameUse, candidates: readonly string[], otherwise: string): ConditionFault {
  const [name = ''] = use.path;
  const near = nearest(name, candidates);
  const advice = near ? `Did you mean \`${near}\`?` : otherwise;
  return faultAt('condition-name', `\`${name}\` is not defined.`, use.spans[0], advice);
}
