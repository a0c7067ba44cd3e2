import { TaskFailure } from '../../result/task-failure.ts';

/** A file or directory of the controller that was to be sent just now. */
export function unsendable(path: string, why: string): TaskFailure {
  const message = `${path} cannot be read now that it is to be sent: ${why}`;
  return new TaskFailure('source_changed', message, { ran: 'no' });
}
