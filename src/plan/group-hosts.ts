import type { Host, Vars } from '../inventory/host.ts';
import { registeredResultTypes } from '../result/registered-result.ts';
import type { Plan, PlannedHostStage } from './plan.ts';
import { RuntimeValueFailure } from './runtime-failure.ts';

/** Hosts of a stage for which the same will be done. */
export interface HostGroup {
  readonly hosts: readonly string[];
  readonly description: string;
  readonly timeoutMs?: number;
  readonly args?: unknown;
}

/** In the order of their first hosts. Values that only the run will know stand as ‹results.NAME.field›. */
export function groupHosts(stage: PlannedHostStage, results: Vars): HostGroup[] {
  const groups = new Map<string, HostGroup & { readonly hosts: string[] }>();
  for (const host of stage.hosts) {
    const task = describeTask(stage, host, results);
    const key = `${JSON.stringify(task.args)} ${task.description} ${task.timeoutMs}`;
    const group = groups.get(key) ?? { ...task, hosts: [] };
    group.hosts.push(host.name);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function describeTask(stage: PlannedHostStage, host: Host, results: Vars): Omit<HostGroup, 'hosts'> {
  try {
    return stage.prepare(host, { results });
  } catch (error) {
    if (!(error instanceof RuntimeValueFailure)) throw error;
    return { description: 'what the results of earlier stages will make of it' };
  }
}

/** For each register of the plan, its fields with their own names as values. */
export function unknownResults({ stages }: Plan): Vars {
  const registers = stages.flatMap(({ register }) => register ?? []);
  return Object.fromEntries(
    registers.map((name) => [
      name,
      Object.fromEntries(
        Object.keys(registeredResultTypes).map((field) => [field, `‹results.${name}.${field}›`]),
      ),
    ]),
  );
}
