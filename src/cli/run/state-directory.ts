import { join, resolve } from 'node:path';
import { UsageError } from '../exit-code.ts';
import type { World } from '../world.ts';

/** Where runs, locks and the like are kept: XDG Base Directory Specification, `$XDG_STATE_HOME` or `~/.local/state`. */
export interface StateDirectory {
  readonly runs: string;
  readonly locks: string;
  /** What was rehearsed, and what labs are up: neither is a run. */
  readonly rehearsals: string;
  readonly labs: string;
}

/** @throws UsageError where nobody knows a home directory */
export function stateDirectory(world: World, runDir?: string): StateDirectory {
  const state = join(stateHome(world), 'aeon-run');
  return {
    runs: runDir === undefined ? join(state, 'runs') : resolve(world.cwd, runDir),
    locks: join(state, 'locks'),
    rehearsals: join(state, 'rehearsals'),
    labs: join(state, 'labs'),
  };
}

function stateHome({ env, home }: World): string {
  if (env.XDG_STATE_HOME) return env.XDG_STATE_HOME;
  if (home !== '') return join(home, '.local', 'state');
  throw new UsageError(
    'HOME is not set, so there is no place for runs and locks: set HOME or XDG_STATE_HOME',
  );
}
