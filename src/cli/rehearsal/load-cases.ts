import { dirname, isAbsolute, join } from 'node:path';
import { didYouMean } from '../../document/nearest.ts';
import { isError, type Problem } from '../../document/problem.ts';
import { type Inventory, noInventory } from '../../inventory/inventory.ts';
import { loadCases, type TestCase } from '../../simulate/cases/load.ts';
import { placedIn } from '../../simulate/cases/placed.ts';
import { unknownReferences } from '../../simulate/cases/references.ts';
import { rulesOfNothing } from '../../simulate/cases/rules-of-nothing.ts';
import type { ReadyCase } from '../../simulate/cases/run-case.ts';
import { readModel } from '../../simulate/model/load.ts';
import { UsageError } from '../exit-code.ts';
import { type LoadedPlan, loadPlan, type PlanOptions } from '../plan/load-plan.ts';
import type { World } from '../world.ts';
import { type LoadedModel, readModelFile, readTextFile } from './load-model.ts';

export interface LoadedCases {
  /** Those that can be run; all of them when no problem is an error. */
  readonly cases: readonly ReadyCase[];
  readonly problems: readonly Problem[];
  readonly texts: ReadonlyMap<string, string>;
}

/** Reads the tests of all files with their playbooks, inventories and models. @throws UsageError when none has the name `only` */
export async function loadCaseFiles(
  world: World,
  files: readonly string[],
  only: string | undefined,
): Promise<LoadedCases> {
  const loader = new Loader(world);
  for (const file of files) await loader.addFile(file, only);
  if (only !== undefined && loader.found === 0) throw noSuchCase(only, loader.names);
  return loader.finish();
}

function noSuchCase(wanted: string, names: readonly string[]): UsageError {
  const advice = didYouMean(wanted, names) ?? `There are: ${names.join(', ')}.`;
  return new UsageError(`no test has the name "${wanted}". ${advice}`);
}

class Loader {
  /** How many tests were asked for. */
  found = 0;
  /** Of all tests. */
  readonly names: string[] = [];
  readonly #world: World;
  readonly #cases: ReadyCase[] = [];
  readonly #problems = new Map<string, Problem>();
  readonly #texts = new Map<string, string>();
  readonly #plans = new Map<string, LoadedPlan>();

  constructor(world: World) {
    this.#world = world;
  }

  async addFile(file: string, only: string | undefined): Promise<void> {
    const { text, problems: ofFile } = readTextFile(this.#world, file, 'test');
    this.#note(ofFile, new Map());
    if (text === undefined) {
      this.found += 1; // Whether a test of that name is in it cannot be known.
      return;
    }
    const { cases, problems } = loadCases(file, text);
    this.#note(problems, new Map([[file, text]]));
    for (const test of cases) {
      this.names.push(test.written.name);
      if (only !== undefined && test.written.name !== only) continue;
      this.found += 1;
      await this.#addCase(test);
    }
    if (problems.some(isError)) this.found += 1; // The same.
  }

  finish(): LoadedCases {
    return { cases: this.#cases, problems: [...this.#problems.values()], texts: this.#texts };
  }

  async #addCase(test: TestCase): Promise<void> {
    const { plan, inventory, masker } = (await this.#plan(test)) ?? {};
    const { model, problems, texts } = this.#model(test, inventory ?? noInventory);
    // Which hosts a model may name is not known without an inventory.
    const known =
      inventory === undefined ? problems.filter(({ code }) => code === 'file-unreadable') : problems;
    this.#note(
      known.map((problem) => placedIn(test, problem)),
      texts,
    );
    if (plan === undefined || inventory === undefined || masker === undefined || model === undefined) return;
    this.#note(
      [...rulesOfNothing(test, model, plan), ...unknownReferences(test, plan, inventory)],
      new Map(),
    );
    this.#cases.push({ test, plan, inventory, masker, model });
  }

  /** Undefined where the test does not say of what. */
  async #plan(test: TestCase): Promise<LoadedPlan | undefined> {
    const { document, setting } = test;
    const { playbook, inventory } = setting;
    const missing = (['playbook', 'inventory'] as const).filter((key) => setting[key] === undefined);
    this.#note(
      missing.map((key) => placedIn(test, missingKey(key))),
      new Map(),
    );
    if (playbook === undefined || inventory === undefined) return undefined;
    const path = beside(document.file, playbook);
    const options: PlanOptions = {
      inventory: [inventory].flat().map((each) => beside(document.file, each)),
      ...(setting['extra-vars'] !== undefined && {
        extraVars: [JSON.stringify(setting['extra-vars'])],
        extraVarsFrom: 'extra-vars',
      }),
      ...(setting.limit !== undefined && { limit: setting.limit }),
      ...(setting.tags !== undefined && { tags: setting.tags }),
      ...(setting['skip-tags'] !== undefined && { skipTags: setting['skip-tags'] }),
      ...(setting['start-at'] !== undefined && { startAt: setting['start-at'] }),
      ...(setting.concurrency !== undefined && { concurrency: setting.concurrency }),
    };
    const key = JSON.stringify([path, options]);
    const known = this.#plans.get(key);
    if (known !== undefined) return known;
    const loaded = await loadPlan(ofTests(this.#world), path, options);
    this.#plans.set(key, loaded);
    this.#note(
      loaded.problems.map((problem) => placedIn(test, problem)),
      loaded.texts,
    );
    return loaded;
  }

  #model({ document, setting: { model }, modelPath }: TestCase, inventory: Inventory): LoadedModel {
    if (typeof model === 'string') {
      return readModelFile(this.#world, beside(document.file, model), inventory);
    }
    if (modelPath === undefined) return readModelFile(this.#world, undefined, inventory);
    const { model: inline, problems } = readModel(document, modelPath, inventory);
    return { model: { ...inline, file: document.file }, problems, texts: new Map() };
  }

  /** What several tests share is told once. */
  #note(problems: readonly Problem[], texts: ReadonlyMap<string, string>): void {
    for (const problem of problems) this.#problems.set(JSON.stringify(problem), problem);
    for (const [file, text] of texts) this.#texts.set(file, text);
  }
}

function missingKey(key: 'playbook' | 'inventory'): Problem {
  const message = `It names no ${key}.`;
  return { code: 'missing-key', message, advice: `Write ${key}: for it, or for all tests of the file.` };
}

/** As the test file names it. */
function beside(file: string, path: string): string {
  return isAbsolute(path) ? path : join(dirname(file), path);
}

/** What the environment says about runs is not what a test means. */
function ofTests(world: World): World {
  const { PARALLEL_RETRY_COUNT: _, PARALLEL_RETRY_DELAY: __, ...env } = world.env;
  return { ...world, env };
}
