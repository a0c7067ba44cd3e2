import { isError } from '../../document/problem.ts';
import type { ExitCode } from '../exit-code.ts';
import { hasInventory } from '../load-inventory.ts';
import { type LoadedPlan, loadPlan, type PlanOptions } from '../load-plan.ts';
import { readPlaybook } from '../read-playbook.ts';
import { tellProblems, writeProblems } from '../tell-problems.ts';
import type { World } from '../world.ts';

export interface ValidateOptions extends PlanOptions {
  readonly output: 'text' | 'json';
}

/** Tells every problem at once; with an inventory also those that only show for its hosts. Contacts nothing. */
export async function validate(world: World, playbook: string, options: ValidateOptions): Promise<ExitCode> {
  const isWhole = hasInventory(options);
  const found = isWhole ? await loadPlan(world, playbook, options) : readPlaybook(world, playbook, options);
  if (options.output === 'json') writeProblems(world, found);
  else tellProblems(world, found);
  if (found.problems.some(isError)) return 2;
  if (options.output === 'text')
    world.stdout.write(`${verdict(playbook, 'plan' in found ? found.plan : undefined)}\n`);
  return 0;
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
