import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseYaml } from '../../document/yaml/yaml.ts';
import { loadInventory } from '../plan/load-inventory.ts';
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
      stagesOf(world, playbook).flatMap(({ name }) => (typeof name === 'string' ? [name] : [])),
    tags: (playbook) => [
      ...new Set(
        stagesOf(world, playbook)
          .flatMap(({ tags }) => tags)
          .filter((tag) => typeof tag === 'string'),
      ),
    ],
  };
}

function stagesOf({ cwd }: World, playbook: string): readonly Readonly<Record<string, unknown>>[] {
  try {
    const { document } = parseYaml(readFileSync(resolve(cwd, playbook), 'utf8'), playbook);
    const { stages } = Object(document?.value);
    return Array.isArray(stages) ? stages.map(Object) : [];
  } catch {
    return []; // Whoever runs it will be told.
  }
}
