import { isError } from '../../document/problem.ts';
import type { ExitCode } from '../exit-code.ts';
import { hasInventory } from '../plan/load-inventory.ts';
import { type LoadedPlan, loadPlan, type PlanOptions } from '../plan/load-plan.ts';
import { tellProblems, writeProblems } from '../plan/tell-problems.ts';
import type { World } from '../world.ts';

export interface ValidateOptions extends PlanOptions {
  readonly output: 'text' | 'json';
}

/** Tells every problem at once; with an inventory also those that only show for its hosts. Contacts nothing. */
export async function validate(world: World, playbook: string, options: ValidateOptions): Promise<ExitCode> {
  const loaded = await loadPlan(world, playbook, options);
  const isWhole = hasInventory(options);
  const found = isWhole ? loaded : withoutHosts(loaded);
  if (options.output === 'json') writeProblems(world, found);
  else tellProblems(world, found);
  if (found.problems.some(isError)) return 2;
  if (options.output === 'text') world.stdout.write(`${verdict(playbook, found.plan)}\n`);
  return 0;
}

/** That no inventory is named is no mistake here. */
function withoutHosts(loaded: LoadedPlan): LoadedPlan {
  return { ...loaded, problems: loaded.problems.filter(({ code }) => code !== 'no-inventory') };
}

function verdict(path: string, plan: LoadedPlan['plan']): string {
  if (plan === undefined) {
    return `${path} is good by itself; give it an inventory with -i to check hosts, variables and files too`;
  }
  const { stages, hosts } = plan;
  return `${path} is good: ${counted(stages.length, 'stage')} on ${counted(hosts.length, 'host')}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
