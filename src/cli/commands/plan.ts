import { describePlan } from '../../report/plan/describe-plan.ts';
import type { ExitCode } from '../exit-code.ts';
import { loadPlan, type PlanOptions } from '../plan/load-plan.ts';
import { planText } from '../plan/plan-text.ts';
import { tellProblems, writeProblems } from '../plan/tell-problems.ts';
import { knownSecrets } from '../secrets/open-secrets.ts';
import { hasColor, type World } from '../world.ts';

export interface PlanCommandOptions extends PlanOptions {
  readonly json?: boolean;
  /** A host that is looked at, for what would change there. */
  readonly diff?: string;
}

/** Shows what would run where. Without `diff` it contacts nothing, and asks for no secret: plain ones are masked. */
export async function plan(world: World, playbook: string, options: PlanCommandOptions): Promise<ExitCode> {
  const loaded = await loadPlan(world, playbook, options);
  if (loaded.plan === undefined && options.json) writeProblems(world, loaded);
  else tellProblems(world, loaded);
  const { plan } = loaded;
  if (plan === undefined) return 2;
  if (options.diff !== undefined) {
    const { preview } = await import('../run/preview.ts');
    return preview(world, { plan, loaded, name: options.diff, isJson: options.json ?? false });
  }
  const masker = knownSecrets(world, { ...loaded, plan });
  const text = options.json
    ? planText(plan, masker)
    : describePlan(plan, { mask: (line) => masker.mask(line), color: hasColor(world, world.stdout) });
  world.stdout.write(text);
  return 0;
}
