import type { Condition } from '../../condition/condition.ts';
import { type ConditionNames, typesOfVars } from '../../condition/names.ts';
import type { Problem } from '../../document/problem.ts';
import type { HostParts } from '../../playbook/playbook.ts';
import type { HostVars } from '../hosts/host-vars.ts';
import type { TemplateSurroundings } from '../names/check-templates.ts';
import { secretOutputs } from '../names/secret-output.ts';
import { unknownChanges } from '../names/unknown-change.ts';
import type { PlannedCondition, PlannedHostStage } from '../plan.ts';
import { planCondition } from './plan-condition.ts';

type Key = 'when' | 'until' | 'failedWhen' | 'changedWhen';

/** All conditions of a stage, compiled and tried as far as that can be before the run. */
export function planConditions(
  stage: HostParts,
  around: TemplateSurroundings,
  vars: HostVars,
): { planned: Pick<PlannedHostStage, Key>; needsFacts: boolean; problems: Problem[] } {
  const written = keys.filter((key) => stage[key] !== undefined);
  if (written.length === 0) return { planned: {}, needsFacts: false, problems: [] };
  const types = typesOfVars(around.on.vars);
  const names: ConditionNames = {
    vars: types,
    results: around.registers.names,
    hasFacts: true,
    whyUnknown: (name) => around.registers.whyUnknown(name),
  };
  const ofAttempt: ConditionNames = { ...names, hasResult: true };
  const keptNowhere = { registers: around.registers, isOwn: stage.isSecret };
  const planned: { [each in Key]?: PlannedCondition } = {};
  const problems: Problem[] = [];
  let needsFacts = false;
  for (const key of written) {
    const located = stage[key];
    if (located === undefined) continue;
    const made = planCondition(located, key === 'when' ? names : ofAttempt, around);
    problems.push(...made.problems);
    if (made.condition === undefined) continue;
    problems.push(...secretOutputs(made.condition, located, keptNowhere));
    problems.push(...unknownChanges(made.condition, located, around));
    planned[key] = plannedCondition(stage, made.condition, vars);
    needsFacts ||= made.condition.usesFacts;
  }
  return { planned, needsFacts, problems };
}

const keys: readonly Key[] = ['when', 'until', 'failedWhen', 'changedWhen'];

function plannedCondition(stage: HostParts, condition: Condition, vars: HostVars): PlannedCondition {
  const { text, resultNames, usesOutput, usesFacts } = condition;
  return {
    text,
    registers: resultNames,
    usesOutput,
    usesFacts,
    holds: (host, known) => condition.evaluate(vars.scopeOf(host, vars.of(host, stage), known)),
  };
}
