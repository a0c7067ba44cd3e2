import { unknownYet } from '../plan/hosts/group-hosts.ts';
import type { Plan } from '../plan/plan.ts';
import type { WaitForArgs } from '../stages/wait-for/schema.ts';
import { readTarget, type Target } from '../stages/wait-for/target.ts';
import { ifKnown } from '../template/runtime-failure.ts';

/** What each `wait-for` stage waits for, by its id: where nothing goes wrong, it is so at the first look. */
export function waitedFor(plan: Plan): ReadonlyMap<string, Target> {
  const known = unknownYet(plan);
  const targets = new Map<string, Target>();
  for (const stage of plan.stages) {
    if (stage.scope !== 'host' || stage.kind.name !== 'wait-for') continue;
    const [host] = stage.hosts;
    if (host === undefined) continue;
    // Of what matters here no part is a template, so one host stands for all.
    const task = ifKnown(() => stage.prepare(host, known));
    if (task !== undefined) targets.set(stage.id, readTarget(task.args as WaitForArgs)); // The kind's own args.
  }
  return targets;
}
