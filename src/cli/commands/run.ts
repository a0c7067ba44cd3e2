import { takeLock } from '../../run/lock.ts';
import { makeRunDirectory, newRunId } from '../../run/run-directory.ts';
import type { OutputOption } from '../choose-view.ts';
import type { ExitCode } from '../exit-code.ts';
import { loadPlan, type PlanOptions } from '../load-plan.ts';
import { openSecrets } from '../open-secrets.ts';
import { runAndShow } from '../run-and-show.ts';
import { stateDirectory } from '../state-directory.ts';
import { tellProblems, writeProblems } from '../tell-problems.ts';
import type { World } from '../world.ts';

export interface RunOptions extends PlanOptions {
  readonly output: OutputOption;
  /** A further place for results.json. */
  readonly results?: string;
  readonly runDir?: string;
  /** Seconds. */
  readonly connectTimeout?: number;
}

/** Loads, checks and plans; nothing is contacted before all of that is good. Then runs, shows and keeps the results. */
export async function run(
  world: World,
  version: string,
  playbook: string,
  options: RunOptions,
): Promise<ExitCode> {
  const loaded = loadPlan(world, playbook, options);
  const { plan, hosts } = loaded;
  if (plan === undefined && options.output === 'json') writeProblems(world, loaded);
  else tellProblems(world, loaded);
  if (plan === undefined) return 2;
  const secrets = await openSecrets(world, plan, hosts);
  const { runs, locks } = stateDirectory(world, options.runDir);
  const id = newRunId(new Date());
  await using _lock = await takeLock(locks, {
    id,
    playbook: plan.playbook.path,
    since: new Date().toISOString(),
    machines: plan.hosts.map(({ settings }) => `${settings.address}:${settings.port}`),
  });
  const directory = await makeRunDirectory(runs, id);
  return await runAndShow({ world, version, plan, hosts, secrets, directory, options });
}
