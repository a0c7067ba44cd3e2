import type { LoadedFleetStage } from '../../playbook/playbook.ts';
import type { PlannedClaim, PlannedFleetStage } from '../plan.ts';
import type { InWave } from '../waves.ts';
import { stageName } from './stage-name.ts';

/** The assert as it runs; `judged` are the ids of the stages that it judges. */
export function plannedFleetStage(
  stage: LoadedFleetStage & InWave,
  { judged, isOverWave }: { readonly judged: readonly string[]; readonly isOverWave: boolean },
  claim: PlannedClaim | undefined,
): PlannedFleetStage {
  return {
    scope: 'fleet',
    kind: stage.kind,
    id: stage.id,
    name: stageName(stage),
    place: stage.place,
    ...(stage.directory !== undefined && { directory: stage.directory }),
    continueOnError: stage.continueOnError,
    args: stage.args,
    judgedStages: judged,
    ...(isOverWave && { isOverWave }),
    ...(stage.wave !== undefined && { wave: stage.wave }),
    ...(stage.isOnFailure && { isOnFailure: stage.isOnFailure }),
    ...(claim !== undefined && { claim }),
  };
}
