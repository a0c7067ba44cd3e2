import type { Problem } from '../../document/problem.ts';
import { commandLine, type OneStage, oneStagePlaybook } from '../../playbook/stage/one-stage.ts';
import type { Become } from '../../playbook/stage/stage-keys.ts';
import type { RunOptions } from '../commands/run.ts';
import type { World } from '../world.ts';
import { type LoadedPlan, planOf } from './load-plan.ts';

/** What the commands take that run one stage without a playbook. */
export interface AdHocOptions extends RunOptions {
  readonly become?: boolean;
  readonly becomeUser?: string;
  /** Milliseconds, of one attempt. */
  readonly timeout?: number;
}

/** Plans one stage on all hosts that the options choose. */
export async function planAdHoc(
  world: World,
  { kind, args, name }: Omit<OneStage, 'settings'>,
  options: AdHocOptions,
): Promise<LoadedPlan> {
  const { becomeUser, become = false, timeout } = options;
  const as: Become | undefined = becomeUser === undefined ? become : { user: becomeUser };
  const settings = { become: as, ...(timeout !== undefined && { timeoutMs: timeout }) };
  const playbook = oneStagePlaybook(world.cwd, { kind, args, name, settings });
  const read = { playbook, problems: [], texts: new Map() };
  const loaded = await planOf(world, read, { unaskedRetry: impatient, ...options });
  const madeFrom = { adHoc: { kind: kind.name, args, name } };
  return { ...loaded, problems: loaded.problems.map(withoutPlace), madeFrom };
}

/** Somebody sits there and waits. */
const impatient = { attempts: 2, delayMs: 1000 };

/** What stands on the command line needs no line and column. */
function withoutPlace(problem: Problem): Problem {
  const { place, ...rest } = problem;
  return place?.file === commandLine ? rest : problem;
}
