import type { SourceMeasured } from '../../events/events.ts';
import type { Plan, PlannedStage } from '../../plan/plan.ts';
import type { EventStream } from '../journal/event-stream.ts';

export type NoteSource = (
  source: Pick<SourceMeasured, 'stage' | 'what' | 'path' | 'sha256'>,
) => Promise<void>;

/** It may make or change files of this machine, which later stages send. */
export function makesSources(stage: PlannedStage): boolean {
  return stage.scope !== 'fleet' && stage.kind.writesHere === true;
}

/**
 * Notes in the journal what is sent, before a host gets it: a run that is resumed sends the same. Undefined where no stage
 * makes or changes files here: then it is known from before the run. @throws JournalError
 */
export function sourceNotes({ stages }: Plan, events: EventStream): NoteSource | undefined {
  if (!stages.some(makesSources)) return undefined;
  const noted = new Map<string, Promise<void>>();
  return (source) => {
    const key = `${source.path}\0${source.sha256}`;
    const note = noted.get(key) ?? events.emit({ type: 'source-measured', ...source });
    noted.set(key, note);
    return note;
  };
}
