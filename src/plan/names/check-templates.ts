import { didYouMean } from '../../document/nearest.ts';
import { isError, type Problem } from '../../document/problem.ts';
import type { Path } from '../../document/yaml/yaml.ts';
import type { Host } from '../../inventory/host/host.ts';
import type { LoadedControllerStage } from '../../playbook/playbook.ts';
import type { ArgsTemplate } from '../../playbook/stage/args.ts';
import { fieldOf, type Scope } from '../../template/scope.ts';
import type { Reference, Template } from '../../template/template.ts';
import type { Doubt } from '../doubt.ts';
import { HostProblems } from '../hosts/host-problems.ts';
import type { StageHosts } from '../hosts/stage-hosts.ts';
import { checkFacts } from './check-facts.ts';
import { doubtfulNames, isRuntimePath, laterNames, runtimeNames } from './later-names.ts';
import type { Registers } from './registers.ts';

/** Against what templates are checked. */
export interface TemplateSurroundings {
  readonly on: StageHosts;
  readonly registers: Registers;
  /** About names of variables. */
  readonly doubt: Doubt;
}

/** Every template of the stage for every one of its hosts. `unread`: those that cannot be filled in, by their paths. */
export function checkTemplates(
  { templates }: Pick<ArgsTemplate, 'templates'>,
  around: TemplateSurroundings,
): { problems: Problem[]; unread: Path[] } {
  const problems: Problem[] = [];
  const unread: Path[] = [];
  for (const { path, template } of templates) {
    const found = checkTemplate(template, around);
    problems.push(...found);
    const isDoubtful = () =>
      around.on.scopes.some((scope) => doubtfulNames(template, scope, around.doubt).length > 0);
    if (found.some(isError) || isDoubtful()) unread.push(path);
  }
  return { problems, unread };
}

export function checkTemplate(template: Template, around: TemplateSurroundings): Problem[] {
  const { on, registers } = around;
  return [
    ...checkResults(template, on.areGuessed ? [] : on.hosts, registers),
    ...checkFacts(template),
    ...withHidden(template, around, checkValues(template, around)),
  ];
}

/** Names that no host has, in branches that none takes: nobody misses them today. */
function withHidden(
  template: Template,
  { on: { scopes, areGuessed }, doubt }: TemplateSurroundings,
  problems: readonly Problem[],
): Problem[] {
  if (problems.length > 0 || areGuessed) return [...problems];
  const asked = new Set(
    template.references.filter(({ isOptional }) => isOptional).map(({ path }) => path[0]),
  );
  return template.references.flatMap(({ path: [name = ''], place }) => {
    const isKnown =
      runtimeNames.has(name) || asked.has(name) || scopes.some((scope) => Object.hasOwn(scope, name));
    if (isKnown || doubt(name)) return [];
    const advice =
      didYouMean(name, Object.keys(scopes[0] ?? {})) ?? 'Define it, or ask for it with (exists …).';
    const message = `\`${name}\` is defined on no host, and only a branch that is not taken uses it.`;
    return [{ code: 'variable-undefined', severity: 'warning', message, advice, place }];
  });
}

/** The same for a stage that runs on no host. */
export function checkTemplatesOfNoHost(
  { args }: LoadedControllerStage,
  scope: Scope,
  { registers, doubt }: Omit<TemplateSurroundings, 'on'>,
): Problem[] {
  return args.templates.flatMap(({ template }) => {
    const ofHosts = template.references.flatMap((reference) => noHostProblem(reference, registers));
    const later = laterNames(template, { ...scope, host: {} }, doubt);
    const ofValues = template
      .check({ ...scope, host: {} }, new Set([...later, 'host']))
      .map((problem) => ({ ...problem, advice: `${problem.advice ?? ''} ${onlyPlaybook}`.trimStart() }));
    return [...ofHosts, ...ofValues];
  });
}

const onlyPlaybook =
  "The stage runs once, on this machine: it sees the playbook's own vars and -e, and no host's.";

function noHostProblem(reference: Reference, registers: Registers): Problem[] {
  const { path, place } = reference;
  const [first = ''] = path;
  if (first === 'results') return [registers.problemOfNoHost(reference) ?? []].flat();
  if (first !== 'host' && first !== 'facts') return [];
  const message = `\`${first}\` belongs to a host, and this stage runs once, on this machine.`;
  const advice = 'Write per-host: true where the kind has it, or use it in a stage that runs on hosts.';
  return [{ code: 'no-host-here', message, advice, place }];
}

function checkResults(template: Template, hosts: readonly Host[], registers: Registers): Problem[] {
  return template.references.flatMap((reference) => {
    if (reference.path[0] !== 'results') return [];
    const problem = registers.problemOf(reference, hosts);
    return problem === undefined || (reference.isOptional && problem.code === 'result-not-there')
      ? []
      : [problem];
  });
}

/** Looks at each set of values once: hosts mostly differ in what a template does not use. */
function checkValues(
  template: Template,
  { on: { hosts, scopes, areGuessed }, doubt }: TemplateSurroundings,
): Problem[] {
  const found = new HostProblems();
  const known = new Map<string, readonly Problem[]>();
  for (const [index, host] of hosts.entries()) {
    const scope = scopes[index] ?? {};
    const key = usedValues(template, scope);
    const problems = known.get(key) ?? template.check(scope, laterNames(template, scope, doubt));
    known.set(key, problems);
    for (const problem of problems) found.add(problem, host.name);
  }
  return areGuessed ? found.ofEach(hosts.length) : found.all(hosts.length);
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
