import type { Host } from '../../inventory/host/host.ts';
import type { Plan } from '../../plan/plan.ts';
import type { SourceFiles } from '../../run/source/source-files.ts';
import type { RunOptions } from '../commands/run.ts';
import type { LoadedPlan } from '../plan/load-plan.ts';
import { tellProblems, writeProblems } from '../plan/tell-problems.ts';
import { type OpenSecrets, openSecrets } from '../secrets/open-secrets.ts';
import type { World } from '../world.ts';
import { cachedSources } from './cached-sources.ts';
import { checkPersonIsThere } from './confirm.ts';
import type { Input } from './invocation.ts';
import { planInputs } from './plan-inputs.ts';
import { checkResultsPlace } from './results-place.ts';
import { revealPlan } from './reveal-plan.ts';

/** A plan with all that a run of it needs on this machine. */
export interface ReadyPlan {
  /** With the texts of its secrets. */
  readonly plan: Plan;
  /** The same without them, for eyes and files. */
  readonly shownPlan: Plan;
  /** Of the whole inventory: jump hosts may lie outside of the plan. */
  readonly hosts: ReadonlyMap<string, Host>;
  readonly secrets: OpenSecrets;
  /** The files that stages send, measured. */
  readonly sources: SourceFiles;
  readonly inputs: readonly Input[];
}

/**
 * Tells what is wrong with the plan; or finds out whether it can run here: a person who answers, a place for the
 * results, each file, each secret. Contacts nothing.
 * @returns undefined where the plan is wrong
 * @throws UsageError, SecretFailure
 */
export async function readyPlan(
  world: World,
  loaded: LoadedPlan,
  { output, yes = false, results }: Pick<RunOptions, 'output' | 'yes' | 'results'>,
): Promise<ReadyPlan | undefined> {
  const { plan, hosts } = loaded;
  if (plan === undefined && output === 'json') writeProblems(world, loaded);
  else tellProblems(world, loaded);
  if (plan === undefined) return undefined;
  checkPersonIsThere(world, plan, yes);
  await checkResultsPlace(world, results);
  const sources = cachedSources(world);
  const inputs = await planInputs(world, plan, loaded, sources);
  const secrets = await openSecrets(world, plan, loaded);
  return { plan: revealPlan(plan, loaded, secrets), shownPlan: plan, hosts, secrets, sources, inputs };
}
