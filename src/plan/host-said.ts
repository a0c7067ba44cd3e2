import type { Problem } from '../document/problem.ts';
import type { ArgsTemplate, ArgTemplate } from '../playbook/args.ts';
import type { LoadedHostStage } from '../playbook/playbook.ts';
import { RuntimeValueFailure } from '../template/runtime-failure.ts';
import { fieldOf, type Scope } from '../template/scope.ts';
import type { Reference } from '../template/template.ts';
import type { Registers } from './registers.ts';

/** What a host says, in a text that is a path of this machine. */
export interface HostSaid {
  readonly template: ArgTemplate['template'];
  readonly references: readonly Reference[];
}

/** Where the paths of this machine among the args depend on what a host says: its facts, and results of stages there. */
export function hostSaidIn({ templates }: ArgsTemplate, registers: Registers): readonly HostSaid[] {
  const onHosts = new Set(registers.namesOnHosts);
  const isSaid = ({ path: [first, name = ''] }: Reference) =>
    first === 'facts' || (first === 'results' && onHosts.has(name));
  return templates
    .filter(({ context }) => context === 'controller-path')
    .map(({ template }) => ({ template, references: template.references.filter(isSaid) }))
    .filter(({ references }) => references.length > 0);
}

/** Where a host would choose among all files: the playbook has to say how the path begins. */
export function freelyChosenPaths({ kind }: LoadedHostStage, said: readonly HostSaid[]): Problem[] {
  if (kind.templateFiles !== undefined) return []; // Told where its files are looked at.
  return said.flatMap(({ template, references: [first] }): Problem[] => {
    if (first === undefined || !/^[./~]*\{\{/.test(template.text)) return [];
    const message = `What a host says would choose among all files of this machine.`;
    const advice = 'Write a directory of their own before it, such as files/{{facts.arch}}.';
    return [{ code: 'stage-args', message, advice, place: first.place }];
  });
}

/**
 * A host may fill in a name, or a part of one, and nothing that leads into another directory.
 * @throws RuntimeValueFailure
 */
export function checkHostSaid(said: readonly HostSaid[], scope: Scope): void {
  for (const { path } of said.flatMap(({ references }) => references)) {
    let value: unknown = scope;
    for (const step of path) value = fieldOf(value, step);
    if (textsIn(value).every(isPartOfName)) continue;
    const message = `\`${path.join('.')}\` stands in a path of this machine and is no plain name, as a host must not choose another directory here.`;
    throw new RuntimeValueFailure(message);
  }
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** It begins with no dot, so it makes no `..` of what stands before it. */
function isPartOfName(text: string): boolean {
  return text === '' || /^[^./\x00-\x1f\x7f-\x9f][^/\x00-\x1f\x7f-\x9f]*$/.test(text);
}
