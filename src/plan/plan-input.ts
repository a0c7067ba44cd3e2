import type { Problem } from '../document/problem.ts';
import type { Vars } from '../inventory/host/host.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { Playbook } from '../playbook/playbook.ts';
import type { TellMade } from '../secret/made-text.ts';
import type { SecretText } from '../secret/secret-value.ts';
import type { LocalFiles } from '../source/controller-files.ts';
import type { StageChoice } from './choice/choose-stages.ts';
import type { Doubts } from './doubt.ts';
import type { Plan } from './plan.ts';
import type { UnaskedRetry } from './run-settings.ts';

export interface PlanInput extends StageChoice {
  readonly playbook: Playbook;
  readonly inventory: Inventory;
  /** From `-e`: data, never templates. */
  readonly extraVars: Vars;
  /** A pattern; no stage runs on other hosts. */
  readonly limit?: string;
  /** Beats the playbook's defaults, not what a stage says itself. */
  readonly concurrency?: number;
  /** How what never began is tried where the playbook does not say it. */
  readonly retry?: UnaskedRetry;
  readonly files: LocalFiles;
  /** For each secret among the vars; `***` unless told, as a plan is shown before anybody is asked for secrets. */
  readonly secretText?: SecretText;
  /** Is told of the texts that templates make of values, which may be secret: by the plan, and while it runs. */
  readonly tellMade?: TellMade;
  /** What may be missed because something could not be read; nothing unless told. */
  readonly doubts?: Doubts;
}

export interface MadePlan {
  readonly plan?: Plan;
  readonly problems: Problem[];
  /** Of the template files, by the path that problems name. */
  readonly texts: ReadonlyMap<string, string>;
}
