import { type LoadedStage, registerOf } from '../../playbook/playbook.ts';
import type { PlannedFacts } from '../plan.ts';
import type { InWave } from '../waves.ts';
import { stageName } from './stage-name.ts';

/** What the plan says of every stage, on hosts or not, beside what it does. */
export function plannedFacts(stage: Exclude<LoadedStage, { scope: 'broken' }> & InWave): PlannedFacts {
  const { id, place, directory, wave, isOnFailure, continueOnError } = stage;
  const register = registerOf(stage);
  return {
    id,
    name: stageName(stage),
    place,
    continueOnError,
    ...(directory !== undefined && { directory }),
    ...(register !== undefined && { register }),
    ...(wave !== undefined && { wave }),
    ...(isOnFailure && { isOnFailure }),
  };
}
