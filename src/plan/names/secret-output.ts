import type { Condition } from '../../condition/condition.ts';
import { rowFields } from '../../condition/row-fields.ts';
import type { Problem } from '../../document/problem.ts';
import type { LocatedText } from '../../playbook/playbook.ts';
import { isOutput } from '../../result/registered-result.ts';
import type { Registers } from './registers.ts';

/** Which outputs a condition may name that nobody has kept. */
export interface KeptNowhere {
  readonly registers: Registers;
  /** `result`, or `stage` in an assert, is of stages with secret: true. */
  readonly isOwn: boolean;
}

/** Conditions that look at the output of a stage with `secret: true`: they would look at an empty text for ever. */
export function secretOutputs(
  condition: Pick<Condition, 'text' | 'references'>,
  { text, at }: LocatedText,
  keptNowhere: KeptNowhere,
): Problem[] {
  const looked = [...condition.references, ...rowFields(condition.text)];
  const whose = looked.flatMap((path) => secretStage(path, keptNowhere) ?? []);
  return [...new Set(whose)].map((stage) => secretOutput(stage, at(0, text.length)));
}

export function secretOutput(stage: string, place: Problem['place']): Problem {
  const message = `This looks at the output of ${stage}, and secret: true keeps none.`;
  const advice = 'Let the command tell it by its exit code, or print the secret nowhere and remove secret.';
  return { code: 'secret-output', message, advice, ...(place && { place }) };
}

/** Whose output it is, for a sentence; undefined for what is kept. */
function secretStage(
  [first, second, third, fourth]: readonly string[],
  { registers, isOwn }: KeptNowhere,
): string | undefined {
  switch (first) {
    case 'result':
      return isOwn && (second === undefined || isOutput(second)) ? 'the stage' : undefined;
    case 'stage':
      return isOwn && second === 'results' && isOutput(third) ? 'the stage that it judges' : undefined;
    case 'results':
      return registers.isSecret(second) && isOutput(third) ? `the stage ${second}` : undefined;
    case 'stages':
      return registers.isSecret(second) && third === 'results' && isOutput(fourth)
        ? `the stage ${second}`
        : undefined;
    default:
      return undefined;
  }
}
