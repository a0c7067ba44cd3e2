import { shownText } from '../../document/shown-text.ts';
import type {
  Known,
  Plan,
  PlannedControllerStage,
  PlannedFleetStage,
  PlannedStage,
} from '../../plan/plan.ts';
import type { Line } from '../text/spans.ts';
import { hostStageLines } from './host-stage-lines.ts';
import { onFailure, rawLines, settingsLines, titleLine } from './stage-parts.ts';

/** What a stage does, and where. */
export function stageLines(plan: Plan, stage: PlannedStage, known: Known): Line[] {
  switch (stage.scope) {
    case 'host':
      return hostStageLines(plan, stage, known);
    case 'fleet':
      return fleetStageLines(stage);
    case 'controller':
      return controllerStageLines(stage, known);
  }
}

function controllerStageLines(stage: PlannedControllerStage, known: Known): Line[] {
  const { when, register, isIdempotent, isSecret, continueOnError } = stage;
  return [
    titleLine(stage, `${stage.kind.name} on this machine, once`),
    ...settingsLines([
      onFailure(stage),
      when && `when ${shownText(when.text)}`,
      register && `registers ${register}`,
      isIdempotent && 'idempotent',
      isSecret && 'output is not shown',
      continueOnError && 'continues on error',
    ]),
    [{ text: `     ${shownText(stage.prepare(known).description)}` }],
    ...rawLines(stage.rawInsertions),
  ];
}

function fleetStageLines(stage: PlannedFleetStage): Line[] {
  const { kind, args, judgedStages, isOverWave } = stage;
  const stages = `stage${judgedStages.length === 1 ? '' : 's'} ${judgedStages.join(', ')}`;
  const then = stage.continueOnError ? 'else says so and goes on' : 'else the run stops';
  const what = `${shownText(kind.describe(args))} in ${isOverWave ? 'the wave' : stages}, ${then}`;
  return [titleLine(stage, kind.name), ...settingsLines([onFailure(stage)]), [{ text: `     ${what}` }]];
}
