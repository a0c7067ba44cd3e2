import { didYouMean } from '../../document/nearest.ts';
import type { Place, Problem } from '../../document/problem.ts';
import type { Group } from '../inventory.ts';
import type { SourceChild } from '../sources/source.ts';
import type { Layer } from './layer.ts';

/** A group as all inventories together describe it. */
export interface DraftGroup {
  readonly name: string;
  readonly hosts: Set<string>;
  readonly children: Map<string, SourceChild>;
  /** In the order in which they count. */
  readonly layers: Layer[];
  /** Of vars files of Ansible: they count over what inventories say, of whichever group. */
  readonly upperLayers: Layer[];
  place?(): Place;
}

export interface GroupTree {
  /** Outer before inner, `all` first; groups of one depth in the order of the files, or in that of Ansible. */
  readonly groups: readonly DraftGroup[];
  /** With the hosts of all groups below, not in order. */
  readonly members: ReadonlyMap<string, ReadonlySet<string>>;
  readonly problems: readonly Problem[];
}

/**
 * Resolves children. Unknown ones and those that close a circle are told and left out. Ansible takes groups of one depth
 * in the order of their names.
 */
export function growGroupTree(drafts: ReadonlyMap<string, DraftGroup>, isOfAnsible: boolean): GroupTree {
  const problems: Problem[] = [];
  const depths = new Map<string, number>();
  const members = new Map<string, Set<string>>();
  const chain: string[] = [];

  function visit(group: DraftGroup): Set<string> {
    const known = members.get(group.name);
    if (known) return known;
    chain.push(group.name);
    const all = new Set(group.hosts);
    for (const child of childrenOf(group)) for (const host of visit(child)) all.add(host);
    chain.pop();
    members.set(group.name, all);
    return all;
  }

  function childrenOf(group: DraftGroup): DraftGroup[] {
    return [...group.children.values()].flatMap(({ name, place }) => {
      const child = drafts.get(name);
      if (child && !chain.includes(name)) return [child];
      problems.push(
        child ? cyclic([...chain.slice(chain.indexOf(name)), name], place()) : unknown(name, place(), drafts),
      );
      group.children.delete(name);
      return [];
    });
  }

  function deepen(group: DraftGroup, depth: number): void {
    if ((depths.get(group.name) ?? -1) >= depth) return;
    depths.set(group.name, depth);
    for (const name of group.children.keys()) {
      const child = drafts.get(name);
      if (child) deepen(child, depth + 1);
    }
  }

  for (const group of drafts.values()) visit(group);
  for (const group of drafts.values()) deepen(group, 1);
  depths.set('all', 0);
  const inOrder = [...drafts.values()];
  if (isOfAnsible) inOrder.sort((a, b) => (a.name < b.name ? -1 : 1));
  const groups = inOrder.sort((a, b) => (depths.get(a.name) ?? 0) - (depths.get(b.name) ?? 0));
  return {
    groups,
    members,
    problems: [...problems, ...groups.flatMap((group) => emptyGroup(group, members))],
  };
}

/** The public face of a draft, its hosts in the order of the inventory. */
export function finishGroup(draft: DraftGroup, members: ReadonlySet<string>, order: Iterable<string>): Group {
  const hosts = [...order].filter((host) => members.has(host));
  const { name, place } = draft;
  const group = { name, hosts, children: [...draft.children.keys()] };
  if (place === undefined) return group;
  // A getter: places cost something, and a spread would ask for it at once.
  return Object.defineProperty(group, 'place', { get: place, enumerable: true });
}

function cyclic(chain: readonly string[], place: Place): Problem {
  return {
    code: 'cyclic-groups',
    message: `A group cannot hold itself: ${chain.join(' → ')}.`,
    advice: 'Take one of the children out of the circle.',
    place,
  };
}

function unknown(name: string, place: Place, drafts: ReadonlyMap<string, DraftGroup>): Problem {
  const near = didYouMean(name, drafts.keys());
  return {
    code: 'unknown-group',
    message: `There is no group ${name}.`,
    advice: near ?? 'Define it under groups:, or take it out of children. Hosts belong under hosts:.',
    place,
  };
}

function emptyGroup(
  { name, place }: DraftGroup,
  members: ReadonlyMap<string, ReadonlySet<string>>,
): Problem[] {
  if (name === 'all' || (members.get(name)?.size ?? 0) > 0) return [];
  return [
    {
      code: 'empty-group',
      severity: 'warning',
      message: `The group ${name} has no hosts.`,
      advice: 'A stage that chooses only this group will be refused.',
      ...(place && { place: place() }),
    },
  ];
}
