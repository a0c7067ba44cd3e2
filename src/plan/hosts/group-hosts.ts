import type { Host } from '../../inventory/host/host.ts';
import { factFields } from '../../result/facts.ts';
import { registeredResultTypes } from '../../result/registered-result.ts';
import type { RenderedFile } from '../../stages/stage.ts';
import { ifKnown } from '../../template/runtime-failure.ts';
import type { Known, Plan, PlannedHostStage } from '../plan.ts';

/** Hosts of a stage for which the same will be done. */
export interface HostGroup {
  readonly hosts: readonly string[];
  readonly description: string;
  readonly timeoutMs?: number;
  readonly args?: unknown;
  readonly rendered?: ReadonlyMap<string, RenderedFile>;
}

/** In the order of their first hosts. Values that only the run will know stand as ‹results.NAME.field› and ‹facts.os›. */
export function groupHosts(stage: PlannedHostStage, known: Known): HostGroup[] {
  const groups = new Map<string, HostGroup & { readonly hosts: string[] }>();
  for (const host of stage.hosts) {
    const task = describeTask(stage, host, known);
    const key = `${JSON.stringify(task.args)} ${task.description} ${task.timeoutMs} ${texts(task)}`;
    const group = groups.get(key) ?? { ...task, hosts: [] };
    group.hosts.push(host.name);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function texts({ rendered = new Map() }: Pick<HostGroup, 'rendered'>): string {
  return JSON.stringify([...rendered.values()].map(({ text }) => text));
}

function describeTask(stage: PlannedHostStage, host: Host, known: Known): Omit<HostGroup, 'hosts'> {
  const task = ifKnown(() => stage.prepare(host, known));
  return task ?? { description: 'what the results of earlier stages will make of it' };
}

/** What only the run will know, with its own names as values: results of each register of the plan, and facts. */
export function unknownYet({ stages }: Plan): Known {
  const registers = stages.flatMap(({ register }) => register ?? []);
  const results = registers.map((name) => [name, ownNames(`results.${name}`, registeredResultTypes)]);
  const facts = { ...ownNames('facts', factFields), addresses: ['‹facts.addresses›'] };
  return { results: Object.fromEntries(results), facts, areNames: true };
}

function ownNames(holder: string, fields: object): Record<string, string> {
  return Object.fromEntries(Object.keys(fields).map((field) => [field, `‹${holder}.${field}›`]));
}
