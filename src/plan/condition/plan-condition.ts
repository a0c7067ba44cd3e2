import type { Condition } from '../../condition/condition.ts';
import type { ConditionNames } from '../../condition/names.ts';
import type { Problem } from '../../document/problem.ts';
import type { LocatedText } from '../../playbook/playbook.ts';
import { RuntimeValueFailure } from '../../template/runtime-failure.ts';
import { fieldOf, isReserved, type Scope } from '../../template/scope.ts';
import type { Doubt } from '../doubt.ts';
import { HostProblems } from '../hosts/host-problems.ts';
import type { TemplateSurroundings } from '../names/check-templates.ts';
import { compileLocated } from './compile-located.ts';

/** Compiles a condition and tries it on each host, as far as nothing is needed for that which only the run will know. */
export function planCondition(
  located: LocatedText,
  names: ConditionNames,
  { on, registers, doubt }: TemplateSurroundings,
): { condition?: Condition; problems: readonly Problem[] } {
  const { text, at } = located;
  const { condition, problems } = compileLocated(located, names, doubt);
  if (condition === undefined) return { problems };
  const { hosts, scopes, areGuessed } = on;
  const place = at(0, text.length);
  const elsewhere = condition.resultNames.flatMap(
    (name) => registers.missingHosts(name, areGuessed ? [] : hosts, place) ?? [],
  );
  const found = new HostProblems();
  const needed = condition.asksPresence ? [] : varsOf(condition);
  for (const [index, host] of hosts.entries()) {
    const problem = hostProblem(condition, { needed, doubt }, scopes[index] ?? {});
    if (problem !== undefined) found.add({ ...problem, place }, host.name);
  }
  return {
    condition,
    problems: [
      ...problems,
      ...elsewhere,
      ...(areGuessed ? found.ofEach(hosts.length) : found.all(hosts.length)),
    ],
  };
}

/** The variables that it names. */
function varsOf({ references }: Condition): string[] {
  return references.flatMap(([first = '', second]) => {
    if (first === 'vars') return second === undefined ? [] : [second];
    return isReserved(first) || first === 'result' ? [] : [first];
  });
}

function hostProblem(
  condition: Condition,
  { needed, doubt }: { readonly needed: readonly string[]; readonly doubt: Doubt },
  scope: Scope,
): Omit<Problem, 'place'> | undefined {
  const missing = needed.find((name) => fieldOf(scope.vars, name) === undefined);
  if (missing !== undefined && doubt(missing)) return undefined;
  if (missing !== undefined) {
    const advice = `Define it for them, or write has(vars.${missing}) && ….`;
    return { code: 'variable-undefined', message: `\`${missing}\` is not defined.`, advice };
  }
  if (condition.needsRun) return undefined;
  try {
    condition.evaluate(scope);
    return undefined;
  } catch (error) {
    if (!(error instanceof RuntimeValueFailure)) throw error;
    return { code: 'condition-type', message: error.message };
  }
}
