import { didYouMean } from '../../document/nearest.ts';
import type { Problem } from '../../document/problem.ts';
import type { Plan } from '../../plan/plan.ts';
import { nameInAllWaves } from '../../plan/stage/stage-name.ts';
import { isAbout, type Model } from './model.ts';

/** Rules about stages that are not there. A warning: one model may be for several playbooks. */
export function unknownStagesOf({ commands }: Model, { stages, leftOut = [] }: Plan): readonly Problem[] {
  const known = [...stages, ...leftOut];
  return commands.flatMap(({ rule, stage, stagePlace }) => {
    if (stage === undefined || known.some((each) => isAbout(stage, each))) return [];
    const names = [...new Set(known.map(({ name }) => nameInAllWaves(name)))];
    return [
      {
        code: 'rule-stage-unknown',
        severity: 'warning',
        message: `The playbook has no stage "${rule.stage}", so this rule is about nothing.`,
        advice: didYouMean(rule.stage ?? '', names) ?? `It has: ${names.join(', ')}.`,
        ...(stagePlace !== undefined && { place: stagePlace }),
      },
    ];
  });
}
