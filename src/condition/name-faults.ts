import { nearest } from '../document/nearest.ts';
import { ansibleAdvice } from '../template/ansible-names.ts';
import { isReserved } from '../template/scope.ts';
import { type ConditionFault, faultAt } from './fault.ts';
import { type Holder, holdersOf } from './holders.ts';
import { type ConditionNames, isOurs } from './names.ts';
import { askedAlone } from './presence.ts';
import type { NameUse } from './references.ts';

/** Names and fields that do not exist, also inside `has(…)`: a typo there would be false for ever. */
export function nameFaults(uses: readonly NameUse[], names: ConditionNames): ConditionFault[] {
  return uses.flatMap((use) => faultOf(use, names) ?? []);
}

function faultOf(use: NameUse, names: ConditionNames): ConditionFault | undefined {
  const [first = '', second, third] = use.path;
  if (first === 'vars') return second === undefined ? undefined : fieldFault(use, 1, Object.keys(names.vars));
  const holder = holdersOf(names).get(first);
  switch (holder?.kind) {
    case 'open':
      return undefined;
    case 'fields':
      return second === undefined ? undefined : fieldFault(use, 1, Object.keys(holder.types));
    case 'registers':
      if (second === undefined) return wholeRegisters(use);
      return unknownFault(use, holder, names) ?? registerFault(use, holder, second, third);
    case undefined:
      return Object.hasOwn(names.vars, first) && !isReserved(first) ? undefined : unknownVar(use, names);
  }
}

type Registers = Extract<Holder, { kind: 'registers' }>;

function wholeRegisters(use: NameUse): ConditionFault {
  const [name = ''] = use.path;
  const advice = `Write ${name}.NAME.field with the name that a stage before this one registers.`;
  return faultAt('condition-name', `\`${name}\` needs the name of a register.`, use.spans[0], advice);
}

function unknownFault(use: NameUse, { registers }: Registers, { whyUnknown }: ConditionNames) {
  const [, register = ''] = use.path;
  const said = registers.includes(register) ? undefined : whyUnknown?.(register);
  return said && faultAt('condition-name', said.message, use.spans[1], said.advice);
}

function registerFault(
  use: NameUse,
  { registers, types }: Registers,
  register: string,
  field: string | undefined,
): ConditionFault | undefined {
  if (!registers.includes(register)) {
    const near = nearest(register, registers);
    const there =
      registers.length > 0
        ? `There are: ${registers.join(', ')}.`
        : 'No stage before this one registers anything.';
    const advice = near ? `Did you mean \`${near}\`?` : `${there} A stage says \`register: ${register}\`.`;
    const message = `No stage before this one registers \`${register}\`.`;
    return faultAt('condition-name', message, use.spans[1], advice);
  }
  return field === undefined ? undefined : fieldFault(use, 2, Object.keys(types));
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
  const [name = ''] = use.path;
  const known = elsewhere(name, names);
  if (known === undefined && use.isAsked && use.path.length === 1)
    return askedAlone('condition-name', name, use.spans[0]);
  const all = [...Object.keys(names.vars), 'vars', ...holdersOf(names).keys()];
  const otherwise =
    known ??
    (names.judges === undefined
      ? 'Define it under vars, or put quotes around it if a text is meant.'
      : 'A stage that runs on no host is asked here (a local, a pause, an assert), also where an include hands its when on to one: it knows no vars of hosts. Define it under vars of the playbook, or put quotes around it if a text is meant.');
  return unknownName(use, all, otherwise);
}

/** Names that there are in other conditions. */
function elsewhere(name: string, { judges, isOfNoStage }: ConditionNames): string | undefined {
  if (isOfNoStage && isReserved(name)) {
    return 'This stage runs once, on this machine, and sees no host, also where an include or a rollout says the when: count them, stages.NAME.failed > 0.';
  }
  if (judges !== undefined && isReserved(name)) {
    return 'An assert judges stages, not one host: stage.ok, stages.NAME.failed, stage.results.all(r, r.ok).';
  }
  const ofAnsible = ansibleAdvice(name);
  if (ofAnsible !== undefined) return ofAnsible;
  if (/^(?:True|False)$/.test(name)) return `Write ${name.toLowerCase()}.`;
  if (/^(?:None|nil|NULL|undefined)$/.test(name))
    return 'Write has(vars.name) to ask whether a var is there.';
  if (name === 'facts') return 'Facts of the host are not known here.';
  if (name === 'result')
    return 'It is there in until, failed-when and changed-when; later it is results.NAME.';
  if (name === 'stage' || name === 'stages')
    return 'It is there in an assert: assert: { that: stage.ok >= 3 }.';
  return undefined;
}

function unknownName(use: NameUse, candidates: readonly string[], otherwise: string): ConditionFault {
  const [name = ''] = use.path;
  const isKnownHabit = isOurs(name) || otherwise.startsWith('Write ');
  const near = isKnownHabit ? undefined : nearest(name, candidates);
  const advice = near ? `Did you mean \`${near}\`?` : otherwise;
  return faultAt('condition-name', `\`${name}\` is not defined.`, use.spans[0], advice);
}
