import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isError, type Problem } from '../document/problem.ts';
import type { Host } from '../inventory/host.ts';
import { loadInventories } from '../inventory/load.ts';
import { makePlan } from '../plan/make-plan.ts';
import type { Plan } from '../plan/plan.ts';
import { loadPlaybook } from '../playbook/load.ts';
import { UsageError } from './exit-code.ts';
import { readExtraVars } from './extra-vars.ts';
import { fileSize, inventoryIo } from './inventory-io.ts';
import type { World } from './world.ts';

/** What all commands take that make a plan. */
export interface PlanOptions {
  readonly inventory?: readonly string[];
  readonly extraVars?: readonly string[];
  readonly limit?: string;
  /** Comma-separated. */
  readonly tags?: string;
  readonly skipTags?: string;
  readonly startAt?: string;
  readonly concurrency?: number;
  readonly allowReadablePasswords?: boolean;
}

export interface LoadedPlan {
  /** Absent when anything is wrong. */
  readonly plan?: Plan;
  /** Of all inventories: a jump host may lie outside of the plan. */
  readonly hosts: ReadonlyMap<string, Host>;
  readonly problems: readonly Problem[];
  /** The texts of all files read, for code frames. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Everything left of the engine: reads, checks and plans, and finds every problem in one pass. Contacts nothing. */
export function loadPlan(world: World, path: string, options: PlanOptions): LoadedPlan {
  const extraVars = readExtraVars(world, options.extraVars);
  const bytes = readPlaybookFile(world, path);
  const { playbook, problems: ofPlaybook } = loadPlaybook(path, bytes);
  const inventories = loadInventories(inventoryPaths(world, options), inventoryIo(world), {
    allowReadablePasswords: options.allowReadablePasswords ?? false,
  });
  const texts = new Map([[path, new TextDecoder().decode(bytes)], ...inventories.texts]);
  const { inventory } = inventories;
  const found = [...ofPlaybook, ...inventories.problems];
  const hosts = inventory?.hosts ?? new Map();
  if (playbook === undefined || inventory === undefined) return { hosts, problems: found, texts };
  const made = makePlan({
    playbook: { ...playbook, path: resolve(world.cwd, path) },
    inventory,
    extraVars,
    files: { size: fileSize },
    ...choices(world, options),
  });
  const problems = [...found, ...made.problems];
  const isGood = made.plan !== undefined && !problems.some(isError);
  return { hosts, problems, texts, ...(isGood && { plan: made.plan }) };
}

function readPlaybookFile({ cwd }: World, path: string): Uint8Array {
  try {
    return readFileSync(resolve(cwd, path));
  } catch (error) {
    const why =
      error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'there is no such file' : error;
    throw new UsageError(`the playbook ${path} cannot be read: ${why instanceof Error ? why.message : why}`);
  }
}

function inventoryPaths({ env }: World, { inventory = [] }: PlanOptions): readonly string[] {
  const paths = inventory.length > 0 ? inventory : (env.AEON_INVENTORY?.split(',').filter(Boolean) ?? []);
  if (paths.length > 0) return paths;
  throw new UsageError('which hosts? Name an inventory: -i inventory.yml');
}

function choices({ env }: World, options: PlanOptions) {
  const concurrency = options.concurrency ?? wholeNumber(env, 'PARALLEL_MAX_JOBS');
  return {
    ...(options.limit !== undefined && { limit: options.limit }),
    ...(options.tags !== undefined && { tags: options.tags.split(',') }),
    ...(options.skipTags !== undefined && { skipTags: options.skipTags.split(',') }),
    ...(options.startAt !== undefined && { startAt: options.startAt }),
    ...(concurrency !== undefined && { concurrency }),
  };
}

/** One of the old module's variables. @throws UsageError */
export function wholeNumber(env: World['env'], name: string): number | undefined {
  const text = env[name];
  if (text === undefined || text === '') return undefined;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new UsageError(`${name} has to be a whole number from 1, and it is ${JSON.stringify(text)}`);
}
