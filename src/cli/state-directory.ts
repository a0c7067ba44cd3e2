import { join, resolve } from 'node:path';
import type { World } from './world.ts';

/** Where runs and locks are kept: XDG Base Directory Specification, `$XDG_STATE_HOME` or `~/.local/state`. */
export interface StateDirectory {
  readonly runs: string;
  readonly locks: string;
}

export function stateDirectory(world: World, runDir?: string): StateDirectory {
  const state = join(world.env.XDG_STATE_HOME || join(world.home, '.local', 'state'), 'aeon-run');
  const runs = runDir ?? world.env.AEON_RUN_DIR;
  return {
    runs: runs === undefined ? join(state, 'runs') : resolve(world.cwd, runs),
    locks: join(state, 'locks'),
  };
}
