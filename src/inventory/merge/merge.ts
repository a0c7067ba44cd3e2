import type { Problem } from '../../document/problem.ts';
import type { Host } from '../host/host.ts';
import type { Inventory } from '../inventory.ts';
import type { InventoryIo } from '../io.ts';
import type { SourceGroup, SourceInventory } from '../sources/source.ts';
import type { VarsFile } from '../vars/vars-files.ts';
import { addHosts, type DraftHost } from './draft-hosts.ts';
import { type DraftGroup, finishGroup, type GroupTree, growGroupTree } from './group-tree.ts';
import { type Layer, mergeLayers, nothing } from './layer.ts';
import { builtInLayer, type HostBase, makeHost } from './make-host.ts';

/** Merges inventories in their order: what a later file says about a host, a group or the defaults counts. */
export function mergeSources(
  paths: readonly string[],
  sources: readonly SourceInventory[],
  varsFiles: readonly VarsFile[],
  io: InventoryIo,
): { inventory: Inventory; problems: Problem[] } {
  const hosts = new Map<string, DraftHost>();
  const groups = new Map<string, DraftGroup>([['all', emptyDraft('all')]]);
  const problems = sources.flatMap((source) => {
    for (const group of source.groups) addGroup(groups, group);
    return addHosts(hosts, source.hosts);
  });
  for (const { kind, name, layer, isOverGroups } of varsFiles) {
    if (kind === 'host') hosts.get(name)?.layers.push(layer);
    else groups.get(name)?.[isOverGroups ? 'upperLayers' : 'layers'].push(layer);
  }
  const tree = growGroupTree(
    groups,
    sources.some(({ isOfAnsible }) => isOfAnsible),
  );
  const defaults = sources.flatMap((source) => (source.defaults ? [source.defaults] : []));
  const inventory = {
    paths,
    hosts: finishHosts(hosts, tree, [builtInLayer(io), ...defaults], io),
    groups: new Map(
      tree.groups.map((group) => [
        group.name,
        finishGroup(group, membersOf(group, tree, hosts), hosts.keys()),
      ]),
    ),
  };
  return { inventory, problems: [...problems, ...tree.problems] };
}

function addGroup(
  groups: Map<string, DraftGroup>,
  { name, hosts, children, layer, place }: SourceGroup,
): void {
  const draft: DraftGroup = groups.get(name) ?? emptyDraft(name);
  draft.place ??= place;
  for (const host of hosts) draft.hosts.add(host);
  for (const child of children) draft.children.set(child.name, child);
  if (layer) draft.layers.push(layer);
  groups.set(name, draft);
}

function emptyDraft(name: string): DraftGroup {
  return { name, hosts: new Set(), children: new Map(), layers: [], upperLayers: [] };
}

function membersOf(
  group: DraftGroup,
  { members }: GroupTree,
  hosts: ReadonlyMap<string, DraftHost>,
): ReadonlySet<string> {
  if (group.name === 'all') return new Set(hosts.keys());
  return members.get(group.name) ?? new Set();
}

/** Hosts of the same groups share one base: ten thousand hosts have a handful of them. */
function finishHosts(
  drafts: ReadonlyMap<string, DraftHost>,
  { groups, members }: GroupTree,
  lowest: readonly Layer[],
  io: InventoryIo,
): Map<string, Host> {
  const bases = new Map<string, HostBase>();
  const groupsOf = groupsByHost(groups, members);
  const hosts = new Map<string, Host>();
  for (const { name, layers, place } of drafts.values()) {
    const own = groupsOf.get(name) ?? [];
    const key = own.map((group) => group.name).join('\0');
    const base =
      bases.get(key) ?? makeBase([...groups.filter((group) => group.name === 'all'), ...own], lowest);
    bases.set(key, base);
    hosts.set(name, makeHost(name, base, layers, { place, io }));
  }
  return hosts;
}

function groupsByHost(
  groups: readonly DraftGroup[],
  members: ReadonlyMap<string, ReadonlySet<string>>,
): Map<string, DraftGroup[]> {
  const groupsOf = new Map<string, DraftGroup[]>();
  for (const group of groups) {
    if (group.name === 'all') continue;
    for (const host of members.get(group.name) ?? []) {
      const own = groupsOf.get(host);
      if (own) own.push(group);
      else groupsOf.set(host, [group]);
    }
  }
  return groupsOf;
}

function makeBase(groups: readonly DraftGroup[], lowest: readonly Layer[]): HostBase {
  const layers = [
    ...lowest,
    ...groups.flatMap((group) => group.layers),
    ...groups.flatMap((group) => group.upperLayers),
  ];
  return { groups: groups.map(({ name }) => name), layers, merged: mergeLayers(nothing, layers) };
}
