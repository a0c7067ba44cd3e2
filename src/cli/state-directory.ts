import { join, resolve } from 'node:path';
import type { World } from './world.ts';

/** Where runs, locks and the like are kept: XDG Base Directory Specification, `$XDG_STATE_HOME` or `~/.local/state`. */
export interface StateDirectory {
  readonly runs: string;
  readonly locks: string;
  /** What was rehearsed, and what labs are up: neither is a run. */
  readonly rehearsals: string;
  readonly labs: string;
}

export function stateDirectory(world: World, runDir?: string): StateDirectory {
  const state = join(world.env.XDG_STATE_HOME || join(world.home, '.local', 'state'), 'aeon-run');
  const runs = runDir ?? world.env.AEON_RUN_DIR;
  return {
    runs: runs === undefined ? join(state, 'runs') : resolve(world.cwd, runs),
    locks: join(state, 'locks'),
    rehearsals: join(state, 'rehearsals'),
    labs: join(state, 'labs'),
  };
}
