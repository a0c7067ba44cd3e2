import { belowDirectory } from '../../plan/files/below-directory.ts';
import type { PreparedTask } from '../../plan/plan.ts';
import type { HostTask } from '../../stages/stage.ts';
import type { Attempt } from './attempt.ts';

/** What a kind gets to see of an attempt. */
export function hostTask(
  { host, run, stage }: Attempt,
  { args, timeoutMs, rendered }: PreparedTask,
): HostTask {
  return {
    host,
    args,
    timeoutMs,
    localPath: (path) => run.localPath(belowDirectory(stage, path)),
    rendered: (path) => {
      const file = rendered?.get(path);
      if (file === undefined) throw new Error(`${path} is not among the template files of the kind`);
      return file;
    },
  };
}
