import type { LoadedFleetStage } from '../playbook/playbook.ts';
import type { PlannedClaim, PlannedFleetStage } from './plan.ts';
import { stageName } from './stage-name.ts';

/** The assert as it runs; `judged` is the id of the stage that it judges. */
export function plannedFleetStage(
  stage: LoadedFleetStage,
  judged: string,
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
    judgedStage: judged,
    ...(claim !== undefined && { claim }),
  };
}
