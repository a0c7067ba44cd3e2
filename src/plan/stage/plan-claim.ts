import type { Condition } from '../../condition/condition.ts';
import { typesOfVars } from '../../condition/names.ts';
import type { Problem } from '../../document/problem.ts';
import { shownText } from '../../document/shown-text.ts';
import type { Vars } from '../../inventory/host/host.ts';
import type { LocatedText } from '../../playbook/playbook.ts';
import type { StageCounts } from '../../result/stage-counts.ts';
import type { Claim } from '../../stages/stage.ts';
import { RuntimeValueFailure } from '../../template/runtime-failure.ts';
import { fieldOf } from '../../template/scope.ts';
import { compileLocated } from '../condition/compile-located.ts';
import { secretOutputs } from '../names/secret-output.ts';
import { type Unsaid, unknownChanges } from '../names/unknown-change.ts';
import type { PlannedClaim } from '../plan.ts';
import type { StageContext } from './stage-context.ts';

/** `vars` are the playbook's own. */
export interface ClaimSurroundings {
  readonly vars: Vars;
  /** What it judges keeps no output. */
  readonly isSecret: boolean;
  /** What it judges never says whether it changed something. */
  readonly unsaidChange?: Unsaid | undefined;
}

/** Compiles what an assert claims. */
export function planClaim(
  located: LocatedText,
  { vars, isSecret, unsaidChange: own }: ClaimSurroundings,
  { registers, doubts }: Pick<StageContext, 'registers' | 'doubts'>,
): { claim?: PlannedClaim; problems: readonly Problem[] } {
  const judges = registers.namesOnHosts;
  const names = { vars: typesOfVars([vars]), results: [], hasFacts: false, judges };
  const { condition, problems } = compileLocated(located, names, doubts.vars);
  if (condition === undefined) return { problems };
  const ofSecrets = secretOutputs(condition, located, { registers, isOwn: isSecret });
  const ofChanges = unknownChanges(condition, located, { registers, own });
  return { claim: plannedClaim(condition, vars), problems: [...problems, ...ofSecrets, ...ofChanges] };
}

function plannedClaim(condition: Condition, vars: Vars): PlannedClaim {
  return {
    text: condition.text,
    registers: condition.stageNames,
    judge: (stage, stages) => judge(condition, { ...vars, vars, stage, stages: Object.fromEntries(stages) }),
  };
}

interface FleetScope extends Record<string, unknown> {
  readonly stage: StageCounts;
  readonly stages: Readonly<Record<string, StageCounts>>;
}

function judge(condition: Condition, scope: FleetScope): Claim {
  const text = shownText(condition.text.trim());
  try {
    const holds = condition.evaluate(scope);
    return { holds, sentence: `${holds ? 'so' : 'not so'}: ${text}${numbers(condition, scope)}` };
  } catch (error) {
    if (!(error instanceof RuntimeValueFailure)) throw error;
    return { holds: false, sentence: error.message };
  }
}

/** ` (stage.ok is 2, stages.install.failed is 1)`: what it looked at, so that nobody has to count. */
function numbers({ references }: Condition, scope: FleetScope): string {
  const seen = new Map<string, number>();
  for (const path of references) {
    const value = path.reduce<unknown>(fieldOf, scope);
    if (typeof value === 'number') seen.set(path.join('.'), Math.floor(value * 100) / 100);
  }
  const said = [...seen].map(([name, value]) => `${name} is ${value}`);
  return said.length === 0 ? '' : ` (${said.join(', ')})`;
}
