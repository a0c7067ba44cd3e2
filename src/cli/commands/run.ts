import type { ExitCode } from '../exit-code.ts';
import { loadPlan, type PlanOptions } from '../plan/load-plan.ts';
import type { OutputOption } from '../run/choose-view.ts';
import { runLoaded } from '../run/run-loaded.ts';
import type { World } from '../world.ts';

export interface RunOptions extends PlanOptions {
  readonly output: OutputOption;
  /** Of `exec`: each line behind the name of its host. */
  readonly byHost?: boolean;
  /** A further place for results.json. */
  readonly results?: string;
  readonly runDir?: string;
  /** Seconds. */
  readonly connectTimeout?: number;
  /** Answers yes to each question of a playbook. */
  readonly yes?: boolean;
  /** Tells each step of each connection on stderr. */
  readonly debug?: boolean;
}

/** Loads, checks and plans; nothing is contacted before all of that is good. Then runs, shows and keeps the results. */
export async function run(
  world: World,
  version: string,
  playbook: string,
  options: RunOptions,
): Promise<ExitCode> {
  const loaded = await loadPlan(world, playbook, options);
  return runLoaded({ world, version, loaded, options });
}
