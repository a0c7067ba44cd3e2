import type { Problem } from '../document/problem.ts';
import type { Host } from '../inventory/host.ts';
import type { LoadedHostStage } from '../playbook/playbook.ts';
import { fieldOf, type Scope } from '../template/scope.ts';
import type { Template } from '../template/template.ts';
import { checkFacts } from './check-facts.ts';
import { HostProblems } from './host-problems.ts';
import type { StageHosts } from './plan-condition.ts';
import type { Registers } from './registers.ts';

/** What only the run will know. */
const runtimeNames: ReadonlySet<string> = new Set(['results', 'facts']);

/** Every template of the stage for every one of its hosts. */
export function checkTemplates(stage: LoadedHostStage, on: StageHosts, registers: Registers): Problem[] {
  return stage.args.templates.flatMap(({ template }) => checkTemplate(template, on, registers));
}

export function checkTemplate(
  template: Template,
  { hosts, scopes }: StageHosts,
  registers: Registers,
): Problem[] {
  return [
    ...checkResults(template, hosts, registers),
    ...checkFacts(template),
    ...checkValues(template, hosts, scopes),
  ];
}

/** Whether a name of the scope means what only the run will know. */
export function isRuntimePath(path: readonly string[]): boolean {
  return runtimeNames.has(path[0] ?? '');
}

function checkResults(template: Template, hosts: readonly Host[], registers: Registers): Problem[] {
  return template.references.flatMap(({ path, place, isOptional }) => {
    if (path[0] !== 'results') return [];
    const problem = registers.problemOf(path, hosts, place);
    return problem === undefined || (isOptional && problem.code === 'result-not-there') ? [] : [problem];
  });
}

/** Looks at each set of values once: hosts mostly differ in what a template does not use. */
function checkValues(template: Template, hosts: readonly Host[], scopes: readonly Scope[]): Problem[] {
  const found = new HostProblems();
  const known = new Map<string, readonly Problem[]>();
  for (const [index, host] of hosts.entries()) {
    const scope = scopes[index] ?? {};
    const key = usedValues(template, scope);
    const problems = known.get(key) ?? template.check(scope, runtimeNames);
    known.set(key, problems);
    for (const problem of problems) found.add(problem, host.name);
  }
  return found.all(hosts.length);
}

/** The values of the scope that the template uses, as a key. */
export function usedValues(template: Template, scope: Scope): string {
  let key = '';
  for (const { path } of template.references) {
    if (isRuntimePath(path)) continue;
    let value: unknown = scope;
    for (const step of path) value = fieldOf(value, step);
    key += typeof value === 'string' ? `${value.length}:${value}` : `${JSON.stringify(value)};`;
  }
  return key;
}
