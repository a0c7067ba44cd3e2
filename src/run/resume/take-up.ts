import type { TakenUp } from '../../events/events.ts';
import type { Plan, PlannedControllerStage, PlannedHostStage } from '../../plan/plan.ts';
import type { TaskResult } from '../../result/task-result.ts';
import type { Past } from './past.ts';

/**
 * Which tasks of an interrupted run had ended and are run again. A command that was begun and then ended by the
 * interrupt is not among them, unless it may run twice: it stays `cancelled`. One that had ended and was to be tried again
 * is, with the attempts that are left to it.
 */
export function takenUp(plan: Plan, past: Past): TakenUp[] {
  return plan.stages.flatMap((stage) => {
    if (stage.scope === 'controller')
      return mayRepeatHere(stage, past) ? [{ stage: stage.id, hosts: [], how: 'afresh' }] : [];
    if (stage.scope === 'fleet') return [];
    const hosts = (how: TakenUp['how']) =>
      stage.hosts
        .map(({ name }) => name)
        .filter((name) => howToTakeUp(stage, past.result(stage.id, name)) === how);
    return (['afresh', 'settle'] as const)
      .map((how) => ({ stage: stage.id, hosts: hosts(how), how }))
      .filter((each) => each.hosts.length > 0);
  });
}

function howToTakeUp(stage: PlannedHostStage, result: TaskResult | undefined): TakenUp['how'] | undefined {
  if (result?.reason === 'not_settled' || result?.reason === 'cancelled_before_retry') return 'settle';
  if (result?.outcome !== 'cancelled') return undefined;
  const mayRepeat = result.ran === 'no' || stage.isIdempotent || stage.kind.isRepeatable;
  return mayRepeat ? 'afresh' : undefined;
}

/** Its interrupt is forgotten: it begins anew on this machine. */
function mayRepeatHere(stage: PlannedControllerStage, past: Past): boolean {
  const result = past.stageEnd(stage.id)?.result;
  if (result?.outcome !== 'cancelled') return false;
  return result.ran === 'no' || stage.isIdempotent || stage.kind.isRepeatable === true;
}
