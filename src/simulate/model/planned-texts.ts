import { unknownYet } from '../../plan/hosts/group-hosts.ts';
import type { Known, Plan, PlannedStage, PreparedTask } from '../../plan/plan.ts';
import { usualReboot } from '../../stages/reboot/stage.ts';
import { httpScript } from '../../stages/wait-for/http-script.ts';
import { ifKnown } from '../../template/runtime-failure.ts';
import { couldMatch } from './could-match.ts';
import type { CommandRuleOf } from './model.ts';

/** Whether one of the stages may run a command that the rule names; where only the run can know, it may. */
export function mayRun(
  { rule, command, of }: CommandRuleOf,
  stages: readonly PlannedStage[],
  plan: Plan,
): boolean {
  const known = unknownYet(plan);
  const isNamed = (text: string) =>
    command?.(text) === true || (text.includes('‹') && couldMatch(rule.command ?? '*', text));
  return stages.some((stage) => {
    if (stage.kind.name === 'script') return true; // What stands in it is not read here.
    // One by one, as mostly the first is enough.
    for (const task of tasksOf(stage, known, of)) {
      if (task === undefined || textsOf(stage, task).some(isNamed)) return true;
    }
    return false;
  });
}

/** Undefined for one that cannot be known yet. */
function* tasksOf(
  stage: PlannedStage,
  known: Known,
  of: CommandRuleOf['of'],
): Generator<PreparedTask | undefined> {
  if (stage.scope === 'controller') yield ifKnown(() => stage.prepare({ ...known, areNames: true }));
  if (stage.scope !== 'host') return;
  for (const host of stage.hosts) {
    if (of?.has(host.name) ?? true) yield ifKnown(() => stage.prepare(host, known));
  }
}

/** What it may run: what its args say, or a text of its kind. */
function textsOf({ kind }: PlannedStage, { args }: PreparedTask): string[] {
  const said = textsIn(args);
  if (kind.name === 'reboot') said.push(usualReboot);
  if (kind.name === 'wait-for') said.push(...said.map(httpScript));
  return said;
}

/** All texts anywhere in the args. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
