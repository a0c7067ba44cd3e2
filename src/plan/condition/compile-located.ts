import { type Condition, compileCondition } from '../../condition/condition.ts';
import { type ConditionNames, isOurs } from '../../condition/names.ts';
import { type Problem, ProblemsError } from '../../document/problem.ts';
import type { LocatedText } from '../../playbook/playbook.ts';
import type { Doubt } from '../doubt.ts';
import { withAsked } from '../names/asked-vars.ts';

/** A condition of a playbook, compiled with the vars that may be there and those of which it asks; none when it is wrong. */
export function compileLocated(
  located: LocatedText,
  names: ConditionNames,
  doubt: Doubt,
): { condition?: Condition; problems: readonly Problem[] } {
  const { text, at } = located;
  const asked = withAsked(withDoubtful(names, text, doubt), located);
  try {
    return { condition: compileCondition(text, at, asked.names), problems: asked.problems };
  } catch (error) {
    if (error instanceof ProblemsError) return { problems: error.problems };
    throw error;
  }
}

/** With the words of the condition that may be variables, although nobody has seen them set. */
function withDoubtful(names: ConditionNames, text: string, doubt: Doubt): ConditionNames {
  const words = text.match(/\b[A-Za-z_]\w*\b(?!\s*\()/g) ?? [];
  const doubtful = words.filter((word) => !Object.hasOwn(names.vars, word) && !isOurs(word) && doubt(word));
  if (doubtful.length === 0) return names;
  return {
    ...names,
    vars: { ...names.vars, ...Object.fromEntries(doubtful.map((word) => [word, 'dyn' as const])) },
  };
}
