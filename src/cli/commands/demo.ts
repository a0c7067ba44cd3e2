import { runDemo } from '../../lab/demo.ts';
import { type ExitCode, UsageError } from '../exit-code.ts';
import { loadPlan } from '../plan/load-plan.ts';
import { runLoaded } from '../run/run-loaded.ts';
import type { World } from '../world.ts';

export interface DemoCommandOptions {
  readonly hosts?: number;
  readonly withFailure?: boolean;
}

/** Runs the demo playbook on a lab of its own, which ends with it. */
export async function demo(world: World, version: string, options: DemoCommandOptions): Promise<ExitCode> {
  if (options.hosts === 1) throw new UsageError('the demo needs a manager and a worker: --hosts 2 or more');
  let code: ExitCode = 0;
  await runDemo({
    run: async (playbook, inventory) => {
      const options = { inventory: [inventory], output: 'auto' } as const;
      const loaded = await loadPlan(world, playbook, options);
      code = await runLoaded({ world, version, loaded, options, isForOnce: true });
      return code;
    },
    out: world.stderr,
    ...(options.hosts !== undefined && { hosts: options.hosts }),
    withFailure: options.withFailure ?? false,
  });
  return code;
}
