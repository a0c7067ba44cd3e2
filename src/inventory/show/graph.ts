import type { Group, Inventory } from '../inventory.ts';
import { foldHosts } from '../select/fold-hosts.ts';

export interface GraphSigns {
  readonly branch: string;
  readonly last: string;
  readonly through: string;
}

export const unicodeSigns: GraphSigns = { branch: '├─ ', last: '└─ ', through: '│  ' };
export const asciiSigns: GraphSigns = { branch: '|- ', last: '`- ', through: '|  ' };

/** The groups as a tree, each with its own hosts, host lists folded into ranges: `workers  19 hosts: w[1-19]`. */
export function groupGraph(
  { hosts, groups }: Inventory,
  shown: ReadonlySet<string>,
  signs: GraphSigns,
): string[] {
  const inGroups = new Set([...groups.values()].flatMap(({ name, hosts }) => (name === 'all' ? [] : hosts)));
  const children = new Set([...groups.values()].flatMap((group) => group.children));
  const isWhole = shown.size === hosts.size;
  const tree: Tree = { groups, shown, signs, isWhole };
  const outer = [...groups.values()].filter(
    (group) => group.name !== 'all' && !children.has(group.name) && isShown(group, tree),
  );
  const alone = [...hosts.keys()].filter((host) => shown.has(host) && !inGroups.has(host));
  const lines = outer.map((group) => branchOf(group, tree));
  const rest: Branch[] =
    alone.length === 0 ? [] : [{ line: `in no group: ${foldHosts(alone).join(',')}`, below: [] }];
  return [
    `all  ${counted([...hosts.keys()].filter((host) => shown.has(host)).length)}`,
    ...drawn([...lines, ...rest], signs),
  ];
}

interface Branch {
  readonly line: string;
  readonly below: readonly string[];
}

interface Tree {
  readonly groups: Inventory['groups'];
  readonly shown: ReadonlySet<string>;
  readonly signs: GraphSigns;
  /** All hosts are shown, so an empty group is worth a line. */
  readonly isWhole: boolean;
}

function isShown({ hosts }: Group, { shown, isWhole }: Tree): boolean {
  return isWhole || hosts.some((host) => shown.has(host));
}

function branchOf(group: Group, tree: Tree): Branch {
  const { groups, shown, signs } = tree;
  const children = group.children
    .flatMap((name) => groups.get(name) ?? [])
    .filter((child) => isShown(child, tree));
  const ofChildren = new Set(children.flatMap(({ hosts }) => hosts));
  const all = group.hosts.filter((host) => shown.has(host));
  const own = all.filter((host) => !ofChildren.has(host));
  const names = own.length === 0 ? '' : `: ${foldHosts(own).join(',')}`;
  const extra = children.length > 0 && own.length > 0 ? `, ${own.length} of its own` : '';
  const below = drawn(
    children.map((child) => branchOf(child, tree)),
    signs,
  );
  return { line: `${group.name}  ${counted(all.length)}${extra}${names}`, below };
}

function drawn(branches: readonly Branch[], { branch, last, through }: GraphSigns): string[] {
  return branches.flatMap(({ line, below }, index) => {
    const isLast = index === branches.length - 1;
    return [
      `${isLast ? last : branch}${line}`,
      ...below.map((lower) => `${isLast ? ' '.repeat(through.length) : through}${lower}`),
    ];
  });
}

function counted(count: number): string {
  return `${count} host${count === 1 ? '' : 's'}`;
}
