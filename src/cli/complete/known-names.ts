import type { LoadedStage } from '../../playbook/playbook.ts';
import { listRuns } from '../../run/journal/run-list.ts';
import { loadInventory } from '../plan/load-inventory.ts';
import { readPlaybook } from '../plan/read-playbook.ts';
import { stateDirectory } from '../run/state-directory.ts';
import type { World } from '../world.ts';
import type { KnownNames } from './candidates.ts';

/** Nobody reads through more than this. */
const mostNames = 2000;

/** Reads the files that a half-written command line names. What cannot be read has no names. */
export function knownNames(world: World): KnownNames {
  return {
    hosts: async (written) => {
      const inventory = written.length > 0 ? written : (world.env.AEON_INVENTORY?.split(',') ?? []);
      const { inventory: found } = await loadInventory(world, { inventory, allowReadablePasswords: true });
      return [...(found?.groups.keys() ?? []), ...(found?.hosts.keys() ?? [])].slice(0, mostNames);
    },
    stages: (playbook) =>
      distinct(
        stagesOf(world, playbook).flatMap(({ name, isOnFailure }) => (isOnFailure ? [] : (name ?? []))),
      ),
    tags: (playbook) =>
      distinct(stagesOf(world, playbook).flatMap((stage) => ('tags' in stage ? stage.tags : []))),
    runs: async (runDir) => {
      const all = await listRuns(stateDirectory(world, runDir ?? world.env.AEON_RUN_DIR).runs).catch(
        () => [],
      );
      return all.length === 0 ? [] : ['last', ...all.map(({ id }) => id).reverse()].slice(0, mostNames);
    },
  };
}

/** With those that it includes, and those of rollouts. Whoever runs it will be told what is wrong with it. */
function stagesOf(world: World, playbook: string): readonly LoadedStage[] {
  return readPlaybook(world, playbook, {}).playbook?.stages ?? [];
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
