import type { Host } from '../inventory/host/host.ts';
import type { Known, PlannedHostStage, PreparedTask } from '../plan/plan.ts';
import { TaskFailure } from '../result/task-failure.ts';
import { RuntimeValueFailure } from '../template/runtime-failure.ts';
import { type AttemptResult, failedResult } from './attempt/run-attempt.ts';

/** What the stage does on the host, or what it came to where a value that it needs is not there. */
export function prepare(stage: PlannedHostStage, host: Host, known: Known): PreparedTask | AttemptResult {
  return orMissing(() => stage.prepare(host, known));
}

/** What `make` makes, or what a stage came to that cannot begin without it, as a value is not there. */
export function orMissing<Made>(make: () => Made): Made | AttemptResult {
  try {
    return make();
  } catch (error) {
    const isOurs = error instanceof RuntimeValueFailure;
    const failure = isOurs ? new TaskFailure('value_missing', error.message, { ran: 'no' }) : error;
    return failedResult(failure, { isCancelled: false, hasStartedCommand: false });
  }
}
