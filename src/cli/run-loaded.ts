import { machineOf } from '../inventory/machine.ts';
import type { View } from '../report/view.ts';
import { makeRunDirectory, newRunId } from '../run/journal/run-directory.ts';
import { takeLock } from '../run/lock/lock.ts';
import { cachedSources } from './cached-sources.ts';
import { chooseView } from './choose-view.ts';
import type { RunOptions } from './commands/run.ts';
import { checkPersonIsThere } from './confirm.ts';
import type { ExitCode } from './exit-code.ts';
import { holdInterrupts } from './interrupt.ts';
import { keepInvocation } from './invocation.ts';
import type { LoadedPlan } from './load-plan.ts';
import { openSecrets } from './open-secrets.ts';
import { planInputs } from './plan-inputs.ts';
import { pruneOldRuns } from './prune-old-runs.ts';
import { checkResultsPlace } from './results-place.ts';
import { revealPlan } from './reveal-plan.ts';
import { runAndShow } from './run-and-show.ts';
import { stateDirectory } from './state-directory.ts';
import { tellProblems, writeProblems } from './tell-problems.ts';
import type { World } from './world.ts';
import { writable } from './writable.ts';

/** Tells what is wrong with the plan, or takes the lock, runs it, shows it by `view` and keeps the results. */
export async function runLoaded(
  world: World,
  version: string,
  loaded: LoadedPlan,
  options: RunOptions,
  view: (directory: string) => View = () => chooseView(world, options.output),
): Promise<ExitCode> {
  const { plan, hosts } = loaded;
  if (plan === undefined && options.output === 'json') writeProblems(world, loaded);
  else tellProblems(world, loaded);
  if (plan === undefined) return 2;
  checkPersonIsThere(world, plan, options.yes ?? false);
  await checkResultsPlace(world, options.results);
  const sources = cachedSources(world);
  const inputs = await planInputs(world, plan, loaded, sources);
  const secrets = await openSecrets(world, plan, loaded);
  const revealed = revealPlan(plan, loaded, secrets);
  const { runs, locks } = stateDirectory(world, options.runDir);
  const id = newRunId(new Date());
  const wish = {
    id,
    playbook: plan.playbook.path,
    since: new Date().toISOString(),
    machines: plan.hosts.map((host) => machineOf(host, hosts)),
  };
  using interrupts = holdInterrupts();
  await using _lock = await writable(takeLock(locks, wish), `the locks in ${locks}`, 'XDG_STATE_HOME');
  const directory = await writable(makeRunDirectory(runs, id), `the run directory in ${runs}`, '--run-dir');
  const { playbookFile: playbook } = loaded;
  if (playbook !== undefined) {
    await keepInvocation(directory, { cwd: world.cwd, playbook, options, inputs }, secrets.masker);
  }
  await pruneOldRuns(world, { runs, locks });
  return await runAndShow({
    world,
    version,
    plan: revealed,
    shownPlan: plan,
    hosts,
    secrets,
    directory,
    options,
    sources,
    interrupts,
    view: view(directory.path),
  });
}
