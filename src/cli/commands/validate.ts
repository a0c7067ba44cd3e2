import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isError } from '../../document/problem.ts';
import { loadPlaybook } from '../../playbook/load.ts';
import { type ExitCode, UsageError } from '../exit-code.ts';
import { type LoadedPlan, loadPlan, type PlanOptions } from '../load-plan.ts';
import { tellProblems, writeProblems } from '../tell-problems.ts';
import type { World } from '../world.ts';

export interface ValidateOptions extends PlanOptions {
  readonly output: 'text' | 'json';
}

/** Tells every problem at once; with an inventory also those that only show for its hosts. Contacts nothing. */
export function validate(world: World, playbook: string, options: ValidateOptions): ExitCode {
  const hasInventory = (options.inventory ?? []).length > 0;
  const found = hasInventory ? loadPlan(world, playbook, options) : loadAlone(world, playbook);
  if (options.output === 'json') writeProblems(world, found);
  else tellProblems(world, found);
  if (found.problems.some(isError)) return 2;
  if (options.output === 'text') world.stdout.write(`${verdict(playbook, found, hasInventory)}\n`);
  return 0;
}

function loadAlone({ cwd }: World, path: string): Pick<LoadedPlan, 'problems' | 'texts' | 'plan'> {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(resolve(cwd, path));
  } catch (error) {
    throw new UsageError(
      `the playbook ${path} cannot be read: ${error instanceof Error ? error.message : error}`,
    );
  }
  const { problems } = loadPlaybook(path, bytes);
  return { problems, texts: new Map([[path, new TextDecoder().decode(bytes)]]) };
}

function verdict(path: string, { plan }: Pick<LoadedPlan, 'plan'>, hasInventory: boolean): string {
  if (plan === undefined) {
    const advice = hasInventory ? '' : '; give it an inventory with -i to check hosts and variables too';
    return `${path} is good${advice}`;
  }
  return `${path} is good: ${plan.stages.length} stages on ${plan.hosts.length} hosts`;
}
