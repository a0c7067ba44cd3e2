import type { Problem } from '../../document/problem.ts';
import type { LoadedHostStage } from '../../playbook/playbook.ts';
import type { ArgsTemplate, ArgTemplate } from '../../playbook/stage/args.ts';
import { RuntimeValueFailure } from '../../template/runtime-failure.ts';
import type { Scope } from '../../template/scope.ts';
import type { Registers } from './registers.ts';

/** A text that is a path of this machine and holds what a host says: its facts, and results of stages there. */
export interface HostSaid {
  readonly template: ArgTemplate['template'];
  readonly isSaid: (source: readonly string[]) => boolean;
}

export function hostSaidIn({ templates }: ArgsTemplate, registers: Registers): readonly HostSaid[] {
  const onHosts = new Set(registers.namesOnHosts);
  const isSaid = ([first, name = '']: readonly string[]) =>
    first === 'facts' || (first === 'results' && onHosts.has(name));
  return templates
    .filter(({ context, template }) => context === 'controller-path' && hasSaid(template, isSaid))
    .map(({ template }) => ({ template, isSaid }));
}

function hasSaid({ insertions }: HostSaid['template'], isSaid: HostSaid['isSaid']): boolean {
  return insertions.some(({ from }) => from.some(isSaid));
}

/** Where a host would choose among all files: the playbook has to say how the path begins. */
export function freelyChosenPaths({ kind }: LoadedHostStage, said: readonly HostSaid[]): Problem[] {
  if (kind.templateFiles !== undefined) return []; // Told where its files are looked at.
  return said.flatMap(({ template, isSaid }): Problem[] => {
    const first = template.insertions.find(({ from }) => from.some(isSaid));
    if (first === undefined || !/^[./~]*$/.test(first.before)) return [];
    const message = 'What a host says would choose among all files of this machine.';
    const advice = 'Write a directory of their own before it, such as files/{{facts.arch}}.';
    return [{ code: 'stage-args', message, advice, place: first.place }];
  });
}

/**
 * A host may fill in a name, or a part of one, and nothing that leads into another directory.
 * @throws RuntimeValueFailure
 */
export function checkHostSaid(said: readonly HostSaid[], scope: Scope): void {
  for (const { template, isSaid } of said) {
    const wrong = template.inserted(scope).find(({ from, text }) => from.some(isSaid) && !isPartOfName(text));
    if (wrong === undefined) continue;
    const name = wrong.from.find(isSaid)?.join('.');
    const message = `\`${name}\` stands in a path of this machine and is no plain name, as a host must not choose another directory here.`;
    throw new RuntimeValueFailure(message);
  }
}

/** It begins with no dot, so it makes no `..` of what stands before it. */
function isPartOfName(text: string): boolean {
  return text === '' || /^[^./\x00-\x1f\x7f-\x9f][^/\x00-\x1f\x7f-\x9f]*$/.test(text);
}
