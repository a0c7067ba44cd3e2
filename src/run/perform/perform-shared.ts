import { TaskFailure } from '../../result/task-failure.ts';
import type { ProgressStep } from '../../stages/step.ts';
import type { Attempt } from '../attempt/attempt.ts';

/** @throws TaskFailure `cancelled` */
export function stopWhenCancelled({
  run,
  hasStartedCommand,
}: Pick<Attempt, 'run' | 'hasStartedCommand'>): undefined {
  if (run.signal.aborted)
    throw new TaskFailure('cancelled', 'the run was cancelled', hasStartedCommand ? {} : { ran: 'no' });
}

export function tell({ run, stage, host }: Attempt, { kind: _, ...progress }: ProgressStep): undefined {
  run.events.progress({ type: 'progress', stage: stage.id, host, ...progress });
}
