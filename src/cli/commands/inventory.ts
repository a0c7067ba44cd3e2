import { jsonText } from '../../document/json-text.ts';
import { didYouMean } from '../../document/nearest.ts';
import { isError } from '../../document/problem.ts';
import { shownText } from '../../document/shown-text.ts';
import type { Host } from '../../inventory/host/host.ts';
import { hostTable } from '../../inventory/host/host-table.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { selectHosts } from '../../inventory/select/select.ts';
import { explainHost } from '../../inventory/show/explain.ts';
import { asciiSigns, groupGraph, unicodeSigns } from '../../inventory/show/graph.ts';
import { inventoryJson } from '../../inventory/show/inventory-json.ts';
import { type ExitCode, UsageError } from '../exit-code.ts';
import { type InventoryOptions, loadInventory } from '../plan/load-inventory.ts';
import { tellProblems, writeProblems } from '../plan/tell-problems.ts';
import { knownSecretsOf } from '../secrets/open-secrets.ts';
import { terminalOf } from '../terminal.ts';
import type { World } from '../world.ts';

export interface InventoryCommandOptions extends InventoryOptions {
  readonly limit?: string;
  readonly graph?: boolean;
  readonly json?: boolean;
  readonly list?: string;
  readonly explain?: string;
}

/** Shows what the inventories come to. Contacts nothing, and asks for no secret. @throws UsageError */
export async function inventory(world: World, options: InventoryCommandOptions): Promise<ExitCode> {
  refuseTwoViews(options);
  const loaded = await loadInventory(world, options);
  const chosen = loaded.inventory && chosenHosts(loaded.inventory, options);
  const problems = [...loaded.problems, ...(chosen?.problems ?? [])];
  const isGood = loaded.inventory !== undefined && !problems.some(isError);
  if (!isGood && options.json) writeProblems(world, { problems, texts: loaded.texts });
  else tellProblems(world, { problems, texts: loaded.texts });
  if (loaded.inventory === undefined || !isGood) return 2;
  const hosts = chosen?.hosts ?? [];
  const masker = knownSecretsOf(world, loaded.inventory.hosts);
  if (options.json) {
    world.stdout.write(jsonText(masker.hide(inventoryJson(loaded.inventory, hosts))));
    return 0;
  }
  const lines = shown(world, loaded.inventory, hosts, options);
  world.stdout.write(`${lines.map((line) => shownText(masker.mask(line))).join('\n')}\n`);
  return 0;
}

/** Each of them is a view of its own; as data there are hosts, all or those of a pattern. */
function refuseTwoViews({ list, graph, explain, json }: InventoryCommandOptions): void {
  const views = [
    ...(explain === undefined ? [] : ['--explain']),
    ...(list === undefined ? [] : ['--list']),
    ...(graph ? ['--graph'] : []),
    ...(json && (explain !== undefined || graph) ? ['--json'] : []),
  ];
  if (views.length > 1)
    throw new UsageError(`${views.join(' and ')} are different views: choose one of them`);
}

/** Those of --list that --limit leaves. */
function chosenHosts(inventory: Inventory, { list, limit }: InventoryCommandOptions) {
  const [first, second] = [list, limit].filter((pattern) => pattern !== undefined);
  if (first === undefined) return { hosts: [...inventory.hosts.values()], problems: [] };
  const chosen = selectHosts(inventory, first);
  if (second === undefined) return chosen;
  const left = selectHosts(inventory, second);
  const among = new Set(left.hosts);
  const hosts = chosen.hosts.filter((host) => among.has(host));
  const problems = [...chosen.problems, ...left.problems];
  if (hosts.length > 0 || problems.length > 0) return { hosts, problems };
  throw new UsageError(`--list ${first} and --limit ${second} have no host in common`);
}

function shown(
  world: World,
  inventory: Inventory,
  hosts: readonly Host[],
  { list, explain, graph }: InventoryCommandOptions,
): readonly string[] {
  if (explain !== undefined) return explained(inventory, explain);
  if (list !== undefined) return hosts.map(({ name }) => name);
  if (!graph) return hostTable(hosts);
  const signs = terminalOf(world, world.stdout).hasUnicode ? unicodeSigns : asciiSigns;
  return groupGraph(inventory, new Set(hosts.map(({ name }) => name)), signs);
}

function explained(inventory: Inventory, name: string): readonly string[] {
  const lines = explainHost(inventory, name);
  if (lines !== undefined) return lines;
  const isGroup = inventory.groups.has(name);
  const near = didYouMean(name, inventory.hosts.keys());
  const advice = isGroup ? `${name} is a group; --list ${name} shows its hosts.` : near;
  throw new UsageError(
    `--explain: there is no host ${name}. ${advice ?? 'aeon-run inventory shows all of them.'}`,
  );
}
