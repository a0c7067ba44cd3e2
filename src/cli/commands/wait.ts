import { waitOnline } from '../../stages/wait-online/stage.ts';
import type { ExitCode } from '../exit-code.ts';
import { type AdHocOptions, planAdHoc } from '../plan/ad-hoc.ts';
import { runLoaded } from '../run/run-loaded.ts';
import type { World } from '../world.ts';

export interface WaitOptions extends AdHocOptions {
  /** Shell text that ends with exit code 0 when a host is ready. */
  readonly check?: string;
}

/** Waits until each chosen host can be logged in to, and a check passes there. */
export async function wait(world: World, version: string, options: WaitOptions): Promise<ExitCode> {
  const { check, timeout: timeoutMs, ...rest } = options;
  const args = {
    ...(timeoutMs !== undefined && { timeout: timeoutMs / 1000 }),
    ...(check !== undefined && { check }),
  };
  const name = check === undefined ? 'wait for a login' : `wait for ${check}`;
  const loaded = await planAdHoc(world, { kind: waitOnline, args, name }, rest);
  return runLoaded({ world, version, loaded, options });
}
