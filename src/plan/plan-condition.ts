import { type Condition, compileCondition } from '../condition/condition.ts';
import type { ConditionNames } from '../condition/names.ts';
import { type Problem, ProblemsError } from '../document/problem.ts';
import type { LocatedText } from '../playbook/playbook.ts';
import { RuntimeValueFailure } from '../template/runtime-failure.ts';
import { fieldOf, isReserved, type Scope } from '../template/scope.ts';
import { withAsked } from './asked-vars.ts';
import type { TemplateSurroundings } from './check-templates.ts';
import type { Doubt } from './doubt.ts';
import { HostProblems } from './host-problems.ts';

/** Compiles a condition and tries it on each host, as far as nothing is needed for that which only the run will know. */
export function planCondition(
  located: LocatedText,
  names: ConditionNames,
  { on, registers, doubt }: TemplateSurroundings,
): { condition?: Condition; problems: Problem[] } {
  const { text, at } = located;
  const asked = withAsked(withDoubtful(names, text, doubt), located);
  const { condition, problems } = compiled(text, at, asked.names);
  if (condition === undefined) return { problems };
  const { hosts, scopes, areGuessed } = on;
  const place = at(0, text.length);
  const elsewhere = condition.resultNames.flatMap(
    (name) => registers.missingHosts(name, areGuessed ? [] : hosts, place) ?? [],
  );
  const found = new HostProblems();
  const needed = /\bhas\s*\(/.test(text) ? [] : varsOf(condition);
  for (const [index, host] of hosts.entries()) {
    const problem = hostProblem(condition, { needed, doubt }, scopes[index] ?? {});
    if (problem !== undefined) found.add({ ...problem, place }, host.name);
  }
  return {
    condition,
    problems: [
      ...asked.problems,
      ...elsewhere,
      ...(areGuessed ? found.ofEach(hosts.length) : found.all(hosts.length)),
    ],
  };
}

/** With the words of the condition that may be variables, although nobody has seen them set. */
export function withDoubtful(names: ConditionNames, text: string, doubt: Doubt): ConditionNames {
  const words = text.match(/\b[A-Za-z_]\w*\b(?!\s*\()/g) ?? [];
  const doubtful = words.filter((word) => !Object.hasOwn(names.vars, word) && !isOurs(word) && doubt(word));
  if (doubtful.length === 0) return names;
  return {
    ...names,
    vars: { ...names.vars, ...Object.fromEntries(doubtful.map((word) => [word, 'dyn' as const])) },
  };
}

function isOurs(name: string): boolean {
  return isReserved(name) || ['result', 'stage', 'stages'].includes(name);
}

function compiled(text: string, at: LocatedText['at'], names: ConditionNames) {
  try {
    return { condition: compileCondition(text, at, names), problems: [] };
  } catch (error) {
    if (error instanceof ProblemsError) return { problems: [...error.problems] };
    throw error;
  }
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
