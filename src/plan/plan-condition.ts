import { type Condition, compileCondition } from '../condition/condition.ts';
import type { ConditionNames } from '../condition/names.ts';
import { type Problem, ProblemsError } from '../document/problem.ts';
import type { Host } from '../inventory/host.ts';
import type { LocatedText } from '../playbook/playbook.ts';
import { RuntimeValueFailure } from '../template/runtime-failure.ts';
import { fieldOf, isReserved, type Scope } from '../template/scope.ts';
import { HostProblems } from './host-problems.ts';
import type { Registers } from './registers.ts';

/** The hosts of a stage and what each of them sees. */
export interface StageHosts {
  readonly hosts: readonly Host[];
  readonly scopes: readonly Scope[];
}

/** Compiles a condition and tries it on each host, as far as nothing is needed for that which only the run will know. */
export function planCondition(
  { text, at }: LocatedText,
  names: ConditionNames,
  { hosts, scopes }: StageHosts,
  registers: Registers,
): { condition?: Condition; problems: Problem[] } {
  const { condition, problems } = compiled(text, at, names);
  if (condition === undefined) return { problems };
  const place = at(0, text.length);
  const elsewhere = condition.resultNames.flatMap((name) => registers.missingHosts(name, hosts, place) ?? []);
  const found = new HostProblems();
  const needed = /\bhas\s*\(/.test(text) ? [] : varsOf(condition);
  for (const [index, host] of hosts.entries()) {
    const problem = hostProblem(condition, needed, scopes[index] ?? {});
    if (problem !== undefined) found.add({ ...problem, place }, host.name);
  }
  return { condition, problems: [...elsewhere, ...found.all(hosts.length)] };
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
  needed: readonly string[],
  scope: Scope,
): Omit<Problem, 'place'> | undefined {
  const missing = needed.find((name) => fieldOf(scope.vars, name) === undefined);
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
