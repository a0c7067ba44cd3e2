import { safeJson } from '../../document/safe-json.ts';
import type { Plan } from '../../plan/plan.ts';
import { planJson } from '../../plan/plan-json.ts';
import type { Masker } from '../../secret/masker.ts';

/** The plan as the run directory keeps it, in this file. */
export const planFile = 'plan.json';

export function planText(plan: Plan, masker: Masker): string {
  return `${safeJson(JSON.stringify(masker.maskValue(planJson(plan)), null, 2))}\n`;
}
