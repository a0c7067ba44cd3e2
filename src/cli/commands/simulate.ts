import { isError } from '../../document/problem.ts';
import { idleRules } from '../../simulate/model/idle-rules.ts';
import { type ExitCode, UsageError } from '../exit-code.ts';
import { loadPlan, type PlanOptions } from '../plan/load-plan.ts';
import { tellProblems, writeProblems } from '../plan/tell-problems.ts';
import { readModelFile } from '../rehearsal/load-model.ts';
import { rehearseAndShow } from '../rehearsal/rehearse-and-show.ts';
import type { OutputOption } from '../run/choose-view.ts';
import type { World } from '../world.ts';

export interface SimulateOptions extends PlanOptions {
  readonly model?: string;
  /** Beats that of the model, and those of tests. */
  readonly seed?: number;
  readonly output: OutputOption;
  /** A further place for results.json. */
  readonly results?: string;
  /** Keeps rehearsals below it. */
  readonly directory?: string;
  /** So many times as fast as real time, to be watched; as fast as it goes when absent. */
  readonly realTime?: number;
  readonly connectTimeout?: number;
  readonly test?: readonly string[];
  /** Only the tests of that name. */
  readonly case?: string;
  /** Where the results of tests are written for a CI server. */
  readonly junit?: string;
}

/** Rehearses a playbook on simulated hosts, or runs its tests. Contacts nothing and executes nothing. */
export async function simulate(
  world: World,
  version: string,
  playbook: string | undefined,
  options: SimulateOptions,
): Promise<ExitCode> {
  if (options.test !== undefined) {
    if (playbook !== undefined)
      throw new UsageError('a test names its playbook itself: leave the playbook away');
    const { testPlaybooks } = await import('../rehearsal/test-playbooks.ts');
    return testPlaybooks(world, version, options.test, options);
  }
  if (options.case !== undefined) throw new UsageError('--case chooses among tests: name them with --test');
  if (options.junit !== undefined) {
    throw new UsageError(
      '--junit tells which tests hold: name them with --test. Of one rehearsal, "aeon-run report DIRECTORY --junit FILE" tells how each stage came out',
    );
  }
  if (playbook === undefined) throw new UsageError('which playbook? Or name tests: --test rollout.test.yml');
  if (options.output === 'live' && options.realTime === undefined) {
    throw new UsageError(
      'a rehearsal is over before a live view is drawn: add --real-time 10, or take another --output',
    );
  }
  const loaded = await loadPlan(world, playbook, options);
  const { plan, hosts, masker, inventory } = loaded;
  const read = inventory && readModelFile(world, options.model, inventory);
  const found = {
    problems: [
      ...loaded.problems,
      ...(read?.problems ?? []),
      ...(plan && read?.model ? idleRules(read.model, plan) : []),
    ],
    texts: new Map([...loaded.texts, ...(read?.texts ?? [])]),
  };
  const isGood = !found.problems.some(isError);
  if (!isGood && options.output === 'json') writeProblems(world, found);
  else tellProblems(world, found);
  if (plan === undefined || read?.model === undefined || !isGood) return 2;
  const { model } = read;
  const { seed = model.seed } = options;
  return rehearseAndShow({ world, version, plan, hosts, masker, model, seed, options });
}
