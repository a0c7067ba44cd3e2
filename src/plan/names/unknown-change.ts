import type { Condition } from '../../condition/condition.ts';
import { rowFields } from '../../condition/row-fields.ts';
import type { Problem } from '../../document/problem.ts';
import type { LoadedStage, LocatedText } from '../../playbook/playbook.ts';
import type { Registers } from './registers.ts';

/** A stage of which nobody knows whether it changed something: its command cannot tell, and the playbook does not. */
export type Unsaid = Extract<LoadedStage, { readonly scope: 'host' | 'controller' }>;

export function saysNothingOfChange(stage: LoadedStage): stage is Unsaid {
  if (stage.scope !== 'host' && stage.scope !== 'controller') return false;
  const isSaid = stage.scope === 'host' && stage.changedWhen !== undefined;
  return stage.kind.cannotTellChange === true && !isSaid;
}

/** Conditions that ask whether such a stage changed something: they would hear no for ever. `own`: what an assert judges. */
export function unknownChanges(
  condition: Pick<Condition, 'text' | 'references'>,
  { text, at }: LocatedText,
  { registers, own }: { readonly registers: Registers; readonly own?: Unsaid | undefined },
): Problem[] {
  const looked = [...condition.references, ...rowFields(condition.text)];
  const stages = new Map(looked.flatMap((path) => unsaidStage(path, registers, own) ?? []));
  return [...stages].map(([stage, name]) => unknownChange(stage, name, at(0, text.length)));
}

export function unknownChange(stage: Unsaid, name: string, place: Problem['place']): Problem {
  const message = `Nobody knows whether ${name} changed something: its command cannot tell, so this is always false.`;
  const advice =
    stage.scope === 'host'
      ? 'Say it there: changed-when: "true" where the command always does, or changed-when: result.stdout != "".'
      : 'Look at its exit_code or its stdout.';
  return { code: 'change-unknown', message, advice, ...(place && { place }) };
}

function unsaidStage(
  path: readonly string[],
  registers: Registers,
  own: Unsaid | undefined,
): [Unsaid, string][] | undefined {
  if (path.at(-1) !== 'changed') return undefined;
  const [first, name = ''] = path;
  if (first === 'stage') return own && [[own, 'the stage that it judges']];
  const stage = first === 'results' || first === 'stages' ? registers.unsaidChange(name) : undefined;
  return stage && [[stage, `the stage ${name}`]];
}
