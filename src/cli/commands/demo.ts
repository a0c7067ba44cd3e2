import { runDemo } from '../../lab/demo.ts';
import type { ExitCode } from '../exit-code.ts';
import type { World } from '../world.ts';
import { run } from './run.ts';

export interface DemoCommandOptions {
  readonly hosts?: number;
  readonly withFailure?: boolean;
}

/** Runs the demo playbook on a lab of its own, which ends with it. */
export async function demo(world: World, version: string, options: DemoCommandOptions): Promise<ExitCode> {
  let code: ExitCode = 0;
  await runDemo({
    run: async (playbook, inventory) => {
      code = await run(world, version, playbook, { inventory: [inventory], output: 'auto' });
      return code;
    },
    out: world.stderr,
    ...(options.hosts !== undefined && { hosts: options.hosts }),
    withFailure: options.withFailure ?? false,
  });
  return code;
}
