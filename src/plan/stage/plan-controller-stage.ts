import type { Condition } from '../../condition/condition.ts';
import { typesOfVars } from '../../condition/names.ts';
import { isError, type Problem } from '../../document/problem.ts';
import type { Vars } from '../../inventory/host/host.ts';
import type { LoadedControllerStage, LocatedText } from '../../playbook/playbook.ts';
import { renderArgs } from '../../playbook/stage/args.ts';
import { compileLocated } from '../condition/compile-located.ts';
import { checkTemplatesOfNoHost } from '../names/check-templates.ts';
import { secretOutputs } from '../names/secret-output.ts';
import { unknownChanges } from '../names/unknown-change.ts';
import type { FleetKnown, PlannedControllerStage, PlannedFleetCondition } from '../plan.ts';
import { builtIn } from '../run-settings.ts';
import type { InWave } from '../waves.ts';
import { argProblemsOfNoHost, checkedArgs } from './arg-problems.ts';
import { rawInsertions } from './plan-host-stage.ts';
import { plannedFacts } from './planned-facts.ts';
import type { StageContext } from './stage-context.ts';

/** Checks everything that a stage on this machine will need. */
export function planControllerStage(
  stage: LoadedControllerStage & InWave,
  { vars: hostVars, registers, defaults, doubts }: StageContext,
): { planned?: PlannedControllerStage; problems: Problem[] } {
  const { kind, settings } = stage;
  const vars = hostVars.ofNoHost(stage.vars);
  const scope = (results: Vars) => hostVars.scopeOfNoHost(vars, results);
  const fromTemplates = checkTemplatesOfNoHost(stage, scope({}), { registers, doubt: doubts.vars });
  const fromArgs = fromTemplates.some(isError) ? [] : argProblemsOfNoHost(stage, scope({}));
  const made = stage.when === undefined ? undefined : planWhen(stage.when, vars, { registers, doubts });
  const problems = [...fromTemplates, ...fromArgs, ...(made?.problems ?? [])];
  if (problems.some(isError)) return { problems };
  const planned: PlannedControllerStage = {
    scope: 'controller',
    kind,
    ...plannedFacts(stage),
    isIdempotent: stage.isIdempotent,
    isSecret: stage.isSecret,
    rawInsertions: rawInsertions(stage),
    ...(made?.when !== undefined && { when: made.when }),
    ...(kind.asksPerson?.(stage.args.value) && { asksPerson: true }),
    prepare: ({ results, areNames }) => {
      const args = areNames ? renderArgs(stage.args, scope(results)) : checkedArgs(stage, scope(results));
      const timeoutMs =
        settings.timeoutMs ?? stage.defaults?.timeoutMs ?? defaults.timeoutMs ?? builtIn.timeoutMs;
      return { args, description: kind.describe(args), timeoutMs };
    },
  };
  return { planned: Object.freeze(planned), problems };
}

function planWhen(
  located: LocatedText,
  vars: Vars,
  { registers, doubts }: Pick<StageContext, 'registers' | 'doubts'>,
): { when?: PlannedFleetCondition; problems: readonly Problem[] } {
  const names = {
    vars: typesOfVars([vars]),
    results: registers.namesOfNoHost,
    hasFacts: false,
    judges: registers.namesOnHosts,
    isOfNoStage: true,
    whyUnknown: (name: string) => registers.ofEachHost(name),
  };
  const { condition, problems } = compileLocated(located, names, doubts.vars);
  if (condition === undefined) return { problems };
  const ofSecrets = secretOutputs(condition, located, { registers, isOwn: false });
  const ofChanges = unknownChanges(condition, located, { registers });
  return { when: plannedWhen(condition, vars), problems: [...problems, ...ofSecrets, ...ofChanges] };
}

function plannedWhen(condition: Condition, vars: Vars): PlannedFleetCondition {
  return {
    text: condition.text,
    registers: condition.stageNames,
    holds: ({ results, stages }: FleetKnown) =>
      condition.evaluate({ ...vars, vars, results, stages: Object.fromEntries(stages) }),
  };
}
