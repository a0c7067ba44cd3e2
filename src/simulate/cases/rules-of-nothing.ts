import type { Problem } from '../../document/problem.ts';
import type { Plan } from '../../plan/plan.ts';
import { idleRules } from '../model/idle-rules.ts';
import type { Model } from '../model/model.ts';
import type { TestCase } from './load.ts';

/** No mere warning where the model is for this plan alone: the test would hold for nothing. */
export function rulesOfNothing({ setting, written }: TestCase, model: Model, plan: Plan): readonly Problem[] {
  const problems = idleRules(model, plan);
  const isOfOneCase = written.model !== undefined;
  const own = [written.playbook, written.inventory, written.limit, written['extra-vars']];
  const isForSeveral = !isOfOneCase && own.some((setting) => setting !== undefined);
  if (typeof setting.model === 'string' || isForSeveral) return problems;
  return problems.map(({ severity: _, ...error }) => error);
}
