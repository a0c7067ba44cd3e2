import type { RunEvent, TakenUp } from '../../events/events.ts';
import type { Plan, PlannedStage } from '../../plan/plan.ts';
import { settledHistory, stillHolds } from '../journal/history.ts';
import { Leftovers } from './leftovers.ts';
import { Past } from './past.ts';
import { takenUp } from './take-up.ts';

/** How a run goes on that was killed or interrupted. */
export interface Resumption {
  readonly past: Past;
  readonly takesUp: readonly TakenUp[];
  /** What is not as it was when the run began, and was accepted. */
  readonly changed: readonly string[];
  /** How much of the journal is whole lines. */
  readonly journalBytes: number;
  /** What views are told before anything new. */
  readonly history: readonly RunEvent[];
  readonly leftovers: Leftovers;
}

export interface ResumptionParts {
  readonly plan: Plan;
  /** All that the journal tells. */
  readonly events: readonly RunEvent[];
  readonly journalBytes: number;
  readonly changed: readonly string[];
}

/** Works out what of the past holds. Pure. */
export function makeResumption({ plan, events, journalBytes, changed }: ResumptionParts): Resumption {
  const before = settledHistory(events);
  const takesUp = takenUp(plan, new Past(before));
  const history = before.filter(stillHolds(takesUp));
  const leftovers = new Leftovers(events, evidenceLeaving(plan));
  return { past: new Past(history, events), takesUp, changed, journalBytes, history, leftovers };
}

/** Stages whose commands leave evidence on their hosts. */
function evidenceLeaving({ stages }: Plan): ReadonlySet<string> {
  const leaving = stages.filter(
    ({ scope, kind }) => scope === 'host' && !('isRepeatable' in kind && kind.isRepeatable),
  );
  return new Set(leaving.map(({ id }) => id));
}

/** Stages that have begun and that the plan does not have in the same place, or not on a host on which they were begun: what ran there cannot be matched. */
export function lostStages(plan: Plan, events: readonly RunEvent[]): readonly string[] {
  const planned = new Map<string, PlannedStage>(plan.stages.map((stage) => [stage.id, stage]));
  const lost = new Set<string>();
  const facts = new Map<string, { readonly name: string; readonly kind: string }>();
  const begun = new Map<string, { readonly stage: string; readonly host: string }>();
  for (const event of events) {
    if (event.type === 'run-started' || event.type === 'run-resumed') {
      for (const stage of event.stages) facts.set(stage.id, stage);
    } else if (event.type === 'stage-started') {
      const now = planned.get(event.stage);
      const then = facts.get(event.stage);
      if (now?.name !== then?.name || now?.kind.name !== then?.kind)
        lost.add(`${event.stage} (${then?.name ?? 'unknown'})`);
    } else if (event.type === 'attempt-started') begun.set(`${event.stage} ${event.host}`, event);
    else if (event.type === 'task-ended') begun.delete(`${event.stage} ${event.host}`);
  }
  for (const { stage: id, host } of begun.values()) {
    const stage = planned.get(id);
    if (stage?.scope === 'host' && !stage.hosts.some(({ name }) => name === host))
      lost.add(`${id} on ${host}`);
  }
  return [...lost];
}
