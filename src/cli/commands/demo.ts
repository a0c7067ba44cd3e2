import { runDemo } from '../../lab/demo.ts';
import type { ExitCode } from '../exit-code.ts';
import { loadPlan } from '../plan/load-plan.ts';
import { runLoaded } from '../run/run-loaded.ts';
import type { World } from '../world.ts';

export interface DemoCommandOptions {
  readonly hosts?: number;
  readonly withFailure?: boolean;
}

/** Runs the demo playbook on a lab of its own, which ends with it. */
export async function demo(world: World, version: string, options: DemoCommandOptions): Promise<ExitCode> {
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
