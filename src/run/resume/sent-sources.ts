import type { RunEvent, SourceMeasured } from '../../events/events.ts';
import type { Plan } from '../../plan/plan.ts';
import { makesSources } from '../source/source-notes.ts';

export interface SentSources {
  /** A stage that may make or change files here has begun: they need not be what they were before the run. */
  readonly mayHaveChanged: boolean;
  /** What hosts were given since: the others of that stage are to get the same. */
  readonly sent: readonly SourceMeasured[];
}

/** What the journal tells of files of this machine. */
export function sentSources({ stages }: Plan, events: readonly RunEvent[]): SentSources {
  const making = new Set(stages.filter(makesSources).map(({ id }) => id));
  let mayHaveChanged = false;
  const sent = new Map<string, SourceMeasured>();
  for (const event of events) {
    if (event.type === 'source-measured') sent.set(event.path, event);
    if (event.type !== 'stage-started' || !making.has(event.stage)) continue;
    mayHaveChanged = true;
    sent.clear();
  }
  return { mayHaveChanged, sent: [...sent.values()] };
}
