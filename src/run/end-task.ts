import type { TaskResult } from '../result/task-result.ts';
import type { Run } from './run.ts';
import type { Task } from './run-task.ts';

/** Tells the result of a task, and gives it back once it is in the journal. @throws JournalError */
export async function endTask(
  run: Run,
  { stage, host, isRepair }: Task,
  result: TaskResult,
): Promise<TaskResult> {
  const isRecovery = isRepair && result.outcome === 'ok';
  await run.events.emit({
    type: 'task-ended',
    stage: stage.id,
    host: host.name,
    result,
    ...(isRecovery && { isRecovery }),
  });
  return result;
}
