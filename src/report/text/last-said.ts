import type { Output, TaskResult } from '../../result/task-result.ts';

/** What tells most of a failure: stderr, and stdout where nothing stands on that. */
export function lastSaid({ stdout, stderr }: TaskResult): Output | undefined {
  return stderr?.tail.trim() ? stderr : (stdout ?? stderr);
}
