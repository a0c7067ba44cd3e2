import { resolve } from 'node:path';
import { isError, type Problem } from '../../document/problem.ts';
import type { Host } from '../../inventory/host/host.ts';
import { type Inventory, noInventory } from '../../inventory/inventory.ts';
import { makePlan } from '../../plan/make-plan.ts';
import type { Plan } from '../../plan/plan.ts';
import type { MadePlan } from '../../plan/plan-input.ts';
import type { UnaskedRetry } from '../../plan/run-settings.ts';
import type { Playbook } from '../../playbook/playbook.ts';
import { maskMade } from '../../secret/made-text.ts';
import type { Masker } from '../../secret/masker.ts';
import type { SecretText } from '../../secret/secret-value.ts';
import { localFiles } from '../../source/local-files.ts';
import { numberFrom } from '../environment.ts';
import { maskedProblems } from '../secrets/masked-problems.ts';
import { knownSecretsOf } from '../secrets/open-secrets.ts';
import { spareMemory } from '../v8-flags.ts';
import type { World } from '../world.ts';
import { type Origin, readExtraVars } from './extra-vars.ts';
import { type InventoryOptions, loadInventory } from './load-inventory.ts';
import { doubtsOf } from './plan-doubts.ts';
import { readPlaybook } from './read-playbook.ts';
import { isTold } from './told-before.ts';
import { severalInOne, unusedExtraVars } from './unused-extra-vars.ts';

/** What all commands take that make a plan. */
export interface PlanOptions extends InventoryOptions {
  readonly extraVars?: readonly string[];
  /** Where those were written; on the command line, unless told. */
  readonly extraVarsFrom?: Origin;
  readonly limit?: string;
  /** Comma-separated. */
  readonly tags?: string;
  readonly skipTags?: string;
  readonly startAt?: string;
  readonly concurrency?: number;
  /** How what never began is tried, where neither the playbook nor the environment says it. */
  readonly unaskedRetry?: UnaskedRetry;
}

export interface LoadedPlan {
  /** Absent when anything is wrong. */
  readonly plan?: Plan;
  /** Of all inventories: a jump host may lie outside of the plan. */
  readonly hosts: ReadonlyMap<string, Host>;
  /** As far as it could be read. */
  readonly inventory?: Inventory;
  readonly problems: readonly Problem[];
  /** Of the secrets that are known without asking anybody, and of what templates make of them. More can be added. */
  readonly masker: Masker;
  /** The texts of all files read, for code frames. */
  readonly texts: ReadonlyMap<string, string>;
  /** The SHA-256 of the encrypted vars files among them, which have no text here. */
  readonly sealed?: ReadonlyMap<string, string>;
  /** The same plan with the texts of the secrets among its vars. */
  readonly planWith?: (secretText: SecretText) => MadePlan;
  /** Absent where it is made for once alone. */
  readonly madeFrom?: MadeFrom;
}

/** What a plan is made from again: a playbook, as given, or one stage of the command line. */
export type MadeFrom = { readonly playbook: string } | { readonly adHoc: AdHocStage };

export interface AdHocStage {
  /** The name of its kind. */
  readonly kind: string;
  readonly args: unknown;
  readonly name: string;
}

/** Everything left of the engine: reads, checks and plans, and finds every problem in one pass. Contacts nothing. */
export async function loadPlan(world: World, path: string, options: PlanOptions): Promise<LoadedPlan> {
  const loaded = await planOf(world, readPlaybook(world, path, options), options);
  return { ...loaded, madeFrom: { playbook: path } };
}

export interface ReadPlaybook {
  readonly playbook?: Playbook;
  readonly problems: readonly Problem[];
  readonly texts: ReadonlyMap<string, string>;
}

/** The same for a playbook that is there already. */
export async function planOf(world: World, read: ReadPlaybook, options: PlanOptions): Promise<LoadedPlan> {
  const extra = readExtraVars(world, options.extraVars, options.extraVarsFrom);
  const { inventory = noInventory, sealed, ...ofInventory } = await loadInventory(world, options);
  const texts = new Map([...read.texts, ...ofInventory.texts, ...extra.texts]);
  const found = [...read.problems, ...ofInventory.problems, ...extra.problems];
  const { hosts } = inventory;
  spareMemory(hosts.size);
  const { playbook } = read;
  const masker = knownSecretsOf(world, hosts);
  const known = { hosts, masker, texts, ...(sealed && { sealed }), ...(hosts.size > 0 && { inventory }) };
  if (playbook === undefined) return { ...known, problems: maskedProblems(masker, found) };
  const input = {
    playbook: { ...playbook, path: resolve(world.cwd, playbook.path) },
    inventory,
    extraVars: extra.vars,
    files: localFiles,
    tellMade: maskMade(masker),
    doubts: doubtsOf({
      playbook: read,
      inventory: { ...ofInventory, size: hosts.size },
      extra,
      extraTexts: options.extraVars ?? [],
    }),
    ...choices(world, options),
  };
  const made = makePlan(input);
  const usedTexts = [read, ofInventory, made].flatMap((each) => [...each.texts.values()]);
  const used = { playbook, inventory, texts: usedTexts };
  const ofExtra = [...severalInOne(extra, used), ...unusedExtraVars(extra, used)];
  const problems = [...found, ...made.problems.filter((problem) => !isTold(problem, found)), ...ofExtra];
  const isGood = made.plan !== undefined && !problems.some(isError);
  return {
    ...known,
    texts: new Map([...texts, ...made.texts]),
    problems: maskedProblems(masker, problems),
    ...(isGood && {
      plan: made.plan,
      planWith: (secretText: SecretText) => makePlan({ ...input, secretText }),
    }),
  };
}

function choices({ env }: World, options: PlanOptions) {
  const { limit, tags, skipTags, startAt, concurrency, unaskedRetry } = options;
  const attempts = numberFrom(env, 'PARALLEL_RETRY_COUNT', 1);
  const delaySeconds = numberFrom(env, 'PARALLEL_RETRY_DELAY', 0);
  return {
    ...(limit !== undefined && { limit }),
    ...(tags !== undefined && { tags: listed(tags) }),
    ...(skipTags !== undefined && { skipTags: listed(skipTags) }),
    ...(startAt !== undefined && { startAt }),
    ...(concurrency !== undefined && { concurrency }),
    retry: {
      ...unaskedRetry,
      ...(attempts !== undefined && { attempts }),
      ...(delaySeconds !== undefined && { delayMs: delaySeconds * 1000 }),
    },
  };
}

function listed(texts: string): readonly string[] {
  return texts
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '');
}
