import { transfer } from '../../stages/transfer/stage.ts';
import { type ExitCode, UsageError } from '../exit-code.ts';
import { type AdHocOptions, planAdHoc } from '../plan/ad-hoc.ts';
import { runLoaded } from '../run/run-loaded.ts';
import type { World } from '../world.ts';

export interface CopyOptions extends AdHocOptions {
  /** Octal digits. */
  readonly mode?: string;
}

/** Brings one file to all chosen hosts. */
export async function copy(
  world: World,
  version: string,
  [src, dest]: readonly [src: string, dest: string],
  options: CopyOptions,
): Promise<ExitCode> {
  const { mode } = options;
  if (mode !== undefined && !/^0?[0-7]{3,4}$/.test(mode)) {
    throw new UsageError('--mode takes three or four octal digits, such as 0644 or 0755');
  }
  const args = { src, dest, ...(mode !== undefined && { mode }) };
  const loaded = await planAdHoc(world, { kind: transfer, args, name: `copy ${src} to ${dest}` }, options);
  return runLoaded({ world, version, loaded, options });
}
