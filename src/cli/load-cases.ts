import { dirname, isAbsolute, join } from 'node:path';
import { isError, type Problem } from '../document/problem.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { loadCases, type TestCase } from '../simulate/cases/load.ts';
import { unknownReferences } from '../simulate/cases/references.ts';
import type { ReadyCase } from '../simulate/cases/run-case.ts';
import { readModel } from '../simulate/model/load.ts';
import { unknownStagesOf } from '../simulate/model/unknown-stages.ts';
import { UsageError } from './exit-code.ts';
import { type LoadedModel, readModelFile, readTextFile } from './load-model.ts';
import { type LoadedPlan, loadPlan, type PlanOptions } from './load-plan.ts';
import type { World } from './world.ts';

export interface LoadedCases {
  /** Those that can be run; all of them when no problem is an error. */
  readonly cases: readonly ReadyCase[];
  readonly problems: readonly Problem[];
  readonly texts: ReadonlyMap<string, string>;
}

/** Reads the tests of all files with their playbooks, inventories and models. @throws UsageError */
export async function loadCaseFiles(
  world: World,
  files: readonly string[],
  only: string | undefined,
): Promise<LoadedCases> {
  const loader = new Loader(world);
  for (const file of files) await loader.addFile(file, only);
  if (only !== undefined && loader.found === 0) throw new UsageError(`no test has the name "${only}"`);
  return loader.finish();
}

class Loader {
  /** How many tests were asked for. */
  found = 0;
  readonly #world: World;
  readonly #cases: ReadyCase[] = [];
  readonly #problems = new Map<string, Problem>();
  readonly #texts = new Map<string, string>();
  readonly #plans = new Map<string, Promise<LoadedPlan>>();

  constructor(world: World) {
    this.#world = world;
  }

  async addFile(file: string, only: string | undefined): Promise<void> {
    const text = readTextFile(this.#world, file, 'test');
    const { cases, problems } = loadCases(file, text);
    this.#note(problems, new Map([[file, text]]));
    for (const test of cases) {
      if (only !== undefined && test.written.name !== only) continue;
      this.found += 1;
      await this.#addCase(test);
    }
    if (problems.some(isError)) this.found += 1; // Whether it is there cannot be known.
  }

  finish(): LoadedCases {
    return { cases: this.#cases, problems: [...this.#problems.values()], texts: this.#texts };
  }

  async #addCase(test: TestCase): Promise<void> {
    const loaded = await this.#plan(test);
    const { plan, inventory } = loaded;
    this.#note(loaded.problems, loaded.texts);
    if (inventory === undefined) return;
    const { model, problems, texts } = this.#model(test, inventory);
    this.#note(problems, texts);
    if (plan === undefined || model === undefined) return;
    this.#note([...unknownStagesOf(model, plan), ...unknownReferences(test, plan, inventory)], new Map());
    this.#cases.push({ test, plan, inventory, model });
  }

  #plan({ document: { file }, setting, written: { name } }: TestCase): Promise<LoadedPlan> {
    const { playbook, inventory } = setting;
    if (playbook === undefined) throw new UsageError(`${file}: the test "${name}" names no playbook`);
    if (inventory === undefined) throw new UsageError(`${file}: the test "${name}" names no inventory`);
    const path = beside(file, playbook);
    const options: PlanOptions = {
      inventory: [inventory].flat().map((each) => beside(file, each)),
      ...(setting['extra-vars'] !== undefined && { extraVars: [JSON.stringify(setting['extra-vars'])] }),
      ...(setting.limit !== undefined && { limit: setting.limit }),
      ...(setting.tags !== undefined && { tags: setting.tags }),
      ...(setting['skip-tags'] !== undefined && { skipTags: setting['skip-tags'] }),
      ...(setting['start-at'] !== undefined && { startAt: setting['start-at'] }),
      ...(setting.concurrency !== undefined && { concurrency: setting.concurrency }),
    };
    const key = JSON.stringify([path, options]);
    const plan = this.#plans.get(key) ?? loadPlan(ofTests(this.#world), path, options);
    this.#plans.set(key, plan);
    return plan;
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

/** As the test file names it. */
function beside(file: string, path: string): string {
  return isAbsolute(path) ? path : join(dirname(file), path);
}

/** What the environment says about runs is not what a test means. */
function ofTests(world: World): World {
  const { PARALLEL_RETRY_COUNT: _, PARALLEL_RETRY_DELAY: __, ...env } = world.env;
  return { ...world, env };
}
