import type { LoadedFleetStage } from '../../playbook/playbook.ts';
import type { PlannedClaim, PlannedFleetStage } from '../plan.ts';
import type { InWave } from '../waves.ts';
import { plannedFacts } from './planned-facts.ts';

/** The assert as it runs; `judged` are the ids of the stages that it judges. */
export function plannedFleetStage(
  stage: LoadedFleetStage & InWave,
  { judged, isOverWave }: { readonly judged: readonly string[]; readonly isOverWave: boolean },
  claim: PlannedClaim | undefined,
): PlannedFleetStage {
  return {
    scope: 'fleet',
    kind: stage.kind,
    ...plannedFacts(stage),
    args: stage.args,
    judgedStages: judged,
    ...(isOverWave && { isOverWave }),
    ...(claim !== undefined && { claim }),
  };
}
