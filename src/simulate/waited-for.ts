import { unknownYet } from '../plan/hosts/group-hosts.ts';
import type { Plan } from '../plan/plan.ts';
import type { WaitForArgs } from '../stages/wait-for/schema.ts';
import { readTarget, type Target } from '../stages/wait-for/target.ts';
import { RuntimeValueFailure } from '../template/runtime-failure.ts';

/** What each `wait-for` stage waits for, by its id: where nothing goes wrong, it is so at the first look. */
export function waitedFor(plan: Plan): ReadonlyMap<string, Target> {
  const known = unknownYet(plan);
  const targets = new Map<string, Target>();
  for (const stage of plan.stages) {
    if (stage.scope !== 'host' || stage.kind.name !== 'wait-for') continue;
    const [host] = stage.hosts;
    if (host === undefined) continue;
    try {
      // The kind's own args; of what matters here no part is a template, so one host stands for all.
      targets.set(stage.id, readTarget(stage.prepare(host, known).args as WaitForArgs));
    } catch (error) {
      if (!(error instanceof RuntimeValueFailure)) throw error;
    }
  }
  return targets;
}
