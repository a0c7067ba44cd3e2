import { stageKinds } from '../../stages/index.ts';
import { UsageError } from '../exit-code.ts';
import { type AdHocOptions, planAdHoc } from '../plan/ad-hoc.ts';
import { type AdHocStage, type LoadedPlan, loadPlan } from '../plan/load-plan.ts';
import type { World } from '../world.ts';
import type { Invocation } from './invocation.ts';

/** Makes the plan of a run anew, from how it was called, where it was called. @throws UsageError */
export function planAgain(
  world: World,
  { madeFrom }: Pick<Invocation, 'madeFrom'>,
  options: AdHocOptions,
): Promise<LoadedPlan> {
  if (madeFrom === undefined) {
    throw new UsageError(
      'that run was kept by an older version of aeon-run, in a form that this one cannot make a plan from: start it anew',
    );
  }
  if ('playbook' in madeFrom) return loadPlan(world, madeFrom.playbook, options);
  return planAdHoc(world, stageAgain(madeFrom.adHoc), options);
}

function stageAgain({ kind: kindName, args, name }: AdHocStage) {
  const kind = stageKinds.find((each) => each.name === kindName);
  if (kind?.scope !== 'host') throw new UsageError(`this version of aeon-run knows no stage ${kindName}`);
  return { kind, args, name };
}
