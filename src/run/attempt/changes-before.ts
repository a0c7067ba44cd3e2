import type { PlannedHostStage } from '../../plan/plan.ts';
import type { TaskResult } from '../../result/task-result.ts';
import type { AttemptResult } from './run-attempt.ts';
import { withNote } from './with-note.ts';

/** What the attempts of a task have changed so far; `maybe`: one may have, and nobody saw its end. */
export type Changes = 'none' | 'maybe' | 'some';

/** With one more attempt. One that was cancelled had begun, whatever it is known to have run. */
export function changesWith(
  before: Changes,
  { ran, reason, changed }: Pick<TaskResult, 'ran' | 'reason' | 'changed'>,
): Changes {
  if (before === 'some' || changed === true) return 'some';
  const isNothing = changed === false || (ran === 'no' && reason !== 'cancelled');
  return isNothing ? before : 'maybe';
}

/**
 * What an attempt came to for those who ask whether something changed: what it found there already may be the work of one before
 * it, and a later stage with `when: results.NAME.changed` would restart nothing.
 */
export function withChangesBefore(
  ended: AttemptResult,
  before: Changes,
  stage: Pick<PlannedHostStage, 'kind' | 'changedWhen'>,
): AttemptResult {
  if (before === 'none' || ended.changed === true) return ended;
  if (before === 'some') return { ...ended, changed: true };
  if (ended.changed === undefined || !bringsFiles(stage)) return ended;
  return withNote({ ...ended, changed: true }, 'an attempt before this one may have brought it');
}

/** Its end tells by itself, and by nothing that the playbook says, whether something is new. */
export function bringsFiles({ kind, changedWhen }: Pick<PlannedHostStage, 'kind' | 'changedWhen'>): boolean {
  return changedWhen === undefined && (kind.changes !== undefined || kind.writesHere === true);
}
