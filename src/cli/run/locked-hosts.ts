import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunDirectory } from '../../run/journal/run-directory.ts';
import { listRuns } from '../../run/journal/run-list.ts';
import { mask } from '../../secret/masker.ts';
import { UsageError } from '../exit-code.ts';
import type { InventoryOptions } from '../plan/load-inventory.ts';
import { planFile } from '../plan/plan-text.ts';
import { type Invocation, readKeptInvocation } from '../ready/invocation.ts';

/** Which hosts, and where the command line was called that named them. */
export interface HostsOfRun {
  readonly cwd: string;
  readonly options: InventoryOptions & { readonly limit?: string };
}

/**
 * The hosts on which a run may have left its lock, as its own command line named them; undefined where it is not known here
 * or locked none.
 * @throws UsageError where that command line is not there, or one of these words held a secret
 */
export async function lockedHosts(runs: string, id: string): Promise<HostsOfRun | undefined> {
  const directory = (await listRuns(runs)).find((run) => run.id === id);
  if (directory === undefined || !(await hasLockedHosts(directory))) return undefined;
  const hosts = hostsOf(
    await readKeptInvocation(directory).catch(() => throwUnknown(id, 'its command line cannot be read')),
  );
  if (JSON.stringify(hosts).includes(mask))
    throwUnknown(id, 'the command line that named them held a secret');
  return hosts;
}

async function hasLockedHosts({ path }: RunDirectory): Promise<boolean> {
  const plan = await readFile(join(path, planFile), 'utf8').catch(() => '{}');
  return JSON.parse(plan).lock === true; // Written by `planText`, whole.
}

/** Its stages, tags and vars choose no host. */
function hostsOf({ cwd, options }: Invocation): HostsOfRun {
  const { inventory, host, inventoryCommand, limit } = options;
  const { user, key, hostKeys, askPassword, allowReadablePasswords } = options;
  const named = { inventory, host, inventoryCommand, limit };
  const login = { user, key, hostKeys, askPassword, allowReadablePasswords };
  return { cwd, options: Object.fromEntries(Object.entries({ ...named, ...login }).filter(isGiven)) };
}

function isGiven([, value]: readonly [string, unknown]): boolean {
  return value !== undefined;
}

function throwUnknown(id: string, why: string): never {
  throw new UsageError(
    `nobody here can know which hosts run ${id} has locked: ${why}. Name them: aeon-run unlock ${id} -i INVENTORY`,
  );
}
