import { formatProblems } from '../../document/format-problems.ts';
import { isError } from '../../document/problem.ts';
import type { Plan } from '../../plan/plan.ts';
import { UsageError } from '../exit-code.ts';
import type { LoadedPlan } from '../plan/load-plan.ts';
import type { OpenSecrets } from '../secrets/open-secrets.ts';

/**
 * The plan as it runs: with the texts of the secrets among its vars. The one that is shown and kept never has them. A stage that is
 * called after its command may have a secret in its name, which is in the names of its files too: there it is masked.
 * @throws UsageError when a template does not take such a text
 */
export function revealPlan(plan: Plan, loaded: LoadedPlan, secrets: OpenSecrets): Plan {
  const revealed = withTexts(plan, loaded, secrets);
  const stages = revealed.stages.map((stage) => ({ ...stage, name: secrets.masker.mask(stage.name) }));
  return { ...revealed, stages };
}

function withTexts(plan: Plan, loaded: LoadedPlan, { masker, textOf }: OpenSecrets): Plan {
  if (plan.secrets === undefined || loaded.planWith === undefined) return plan;
  const made = loaded.planWith(textOf);
  if (made.plan !== undefined) return made.plan;
  const told = formatProblems(made.problems.filter(isError), loaded.texts, { color: false });
  throw new UsageError(masker.mask(`with the texts of its secrets the plan is not good\n${told}`));
}
