import type { Plan, PlannedHostStage } from '../plan/plan.ts';
import type { TaskResult } from '../result/task-result.ts';
import type { TakenUp } from './events.ts';
import type { Past } from './past.ts';

/**
 * Which tasks of an interrupted run had ended and are run again. A command that was begun and then ended by the
 * interrupt is not among them, unless it may run twice: it stays `cancelled`.
 */
export function takenUp(plan: Plan, past: Past): TakenUp[] {
  return plan.stages.flatMap((stage) => {
    if (stage.scope !== 'host') return [];
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
  if (result?.reason === 'not_settled') return 'settle';
  if (result?.outcome !== 'cancelled') return undefined;
  const mayRepeat = result.ran === 'no' || stage.isIdempotent || stage.kind.isRepeatable;
  return mayRepeat ? 'afresh' : undefined;
}
