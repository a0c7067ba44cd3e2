import type { Problem } from '../../document/problem.ts';
import type { LoadedFleetStage, LoadedStage } from '../../playbook/playbook.ts';
import type { LeftOut } from '../choice/left-out.ts';
import { saysNothingOfChange } from '../names/unknown-change.ts';
import type { PlannedClaim, PlannedFleetStage } from '../plan.ts';
import type { InWave, WaveStage } from '../waves.ts';
import { judgedStages } from './judged-stage.ts';
import { planClaim } from './plan-claim.ts';
import { plannedFacts } from './planned-facts.ts';
import type { StageContext } from './stage-context.ts';

/** Among what an assert finds the stages that it judges. */
interface OtherStages {
  /** Those of the playbook, in waves where it says so. */
  readonly asked: readonly WaveStage[];
  /** As the playbook has them. */
  readonly written: readonly LoadedStage[];
  /** Those before it that do not run; it is noted there itself where nothing is left for it to judge. */
  readonly leftOut: LeftOut;
}

/** Finds what an assert judges, and checks what it claims. */
export function planFleetStage(
  stage: LoadedFleetStage & WaveStage,
  { asked, written, leftOut }: OtherStages,
  context: StageContext,
): { planned?: PlannedFleetStage; problems: readonly Problem[] } {
  const { judged, isOverWave, problems: ofJudged } = judgedStages(stage, asked, written);
  const isSecret = judged?.some((each) => 'isSecret' in each && each.isSecret) ?? false;
  const unsaidChange = judged?.every(saysNothingOfChange) ? judged[0] : undefined;
  const of = { vars: context.vars.ofNoHost(), isSecret, unsaidChange };
  const made = stage.claim && planClaim(stage.claim, of, context);
  const problems = [...ofJudged, ...(made?.problems ?? [])];
  if (judged === undefined && isOverWave) leftOut.add(stage, leftOut.byLimit('its rollout no host'));
  if (judged === undefined || (stage.claim !== undefined && made?.claim === undefined)) return { problems };
  const running = judged.filter((each) => !leftOut.has(each));
  const missing = running.length === 0 ? judged[0] : leftOut.registering(made?.claim?.registers ?? [], asked);
  if (missing !== undefined) {
    const verb = running.length === 0 ? 'judges' : 'looks at';
    leftOut.add(stage, `stage ${missing.id}, which it ${verb}, is left out`);
    return { problems };
  }
  const judges = { judged: running.map(({ id }) => id), isOverWave };
  return { planned: Object.freeze(plannedFleetStage(stage, judges, made?.claim)), problems };
}

/** The assert as it runs; `judged` are the ids of the stages that it judges. */
function plannedFleetStage(
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
