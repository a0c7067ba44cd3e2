import { makeRunDirectory } from '../../run/journal/run-directory.ts';
import { newRunId } from '../../run/journal/run-id.ts';
import type { RunOptions } from '../commands/run.ts';
import type { ExitCode } from '../exit-code.ts';
import type { LoadedPlan } from '../plan/load-plan.ts';
import { keepInvocation } from '../ready/invocation.ts';
import { readyPlan } from '../ready/ready-plan.ts';
import { readRepeatedRun } from '../ready/repeated-run.ts';
import type { World } from '../world.ts';
import { chooseView } from './choose-view.ts';
import { wordsOfRun } from './find-run.ts';
import { keepingOf, pruneOldRuns } from './prune-old-runs.ts';
import { runUnderLock } from './run-under-lock.ts';
import { runView } from './run-view.ts';
import { stateDirectory } from './state-directory.ts';

/** What becomes of a plan. */
export interface LoadedRun {
  readonly world: World;
  readonly version: string;
  readonly loaded: LoadedPlan;
  readonly options: RunOptions;
  /** Its hosts end with it: nobody can go on. */
  readonly isForOnce?: boolean;
  /** The directory of the run that this one does again; absolute. */
  readonly repeats?: string;
}

/** Tells what is wrong with the plan, or runs it as a new run, shows it and keeps the results. */
export async function runLoaded(run: LoadedRun): Promise<ExitCode> {
  const { world, version, loaded, options, isForOnce = false, repeats } = run;
  const keeping = keepingOf(world);
  const ready = await readyPlan(world, loaded, options);
  if (ready === undefined) return 2;
  const repeated = repeats === undefined ? undefined : await readRepeatedRun(world, repeats, ready.inputs);
  const { runs, locks } = stateDirectory(world, options.runDir);
  const id = newRunId(new Date());
  const begin = async () => {
    const directory = await makeRunDirectory(runs, id);
    const { cwd } = world;
    const { madeFrom } = loaded;
    const { inputs, secrets } = ready;
    const isKept =
      madeFrom !== undefined &&
      (await keepInvocation(
        directory,
        { cwd, madeFrom, options, inputs, ...(repeats !== undefined && { repeats }) },
        secrets.masker,
      ));
    await pruneOldRuns(keeping, { runs, locks });
    const words = wordsOfRun(world, directory, options.runDir);
    const view = runView({ world, words, masker: secrets.masker }, (clock) =>
      chooseView({ world, ...options, plan: ready.plan, directory }, clock),
    );
    return { directory, view, canGoOn: isKept && !isForOnce, repeated };
  };
  return await runUnderLock({ world, version, ready, options, id, locks, begin });
}
