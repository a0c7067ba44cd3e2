import { jsonText } from '../../document/json-text.ts';
import type { Plan } from '../../plan/plan.ts';
import { planJson } from '../../plan/plan-json.ts';
import type { Masker } from '../../secret/masker.ts';

/** The plan as the run directory keeps it, in this file. */
export const planFile = 'plan.json';

export function planText(plan: Plan, masker: Masker): string {
  return jsonText(masker.maskValue(planJson(plan)));
}
