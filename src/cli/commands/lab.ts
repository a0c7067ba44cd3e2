import { jsonText } from '../../document/json-text.ts';
import { type KnownLab, LabRecords } from '../../lab/lab-records.ts';
import type { ExitCode } from '../exit-code.ts';
import { UsageError } from '../exit-code.ts';
import { endLab } from '../lab/end-lab.ts';
import { detachLab, keepLab } from '../lab/keep-lab.ts';
import { stateDirectory } from '../run/state-directory.ts';
import { localTime } from '../terminal.ts';
import type { World } from '../world.ts';

export interface LabUpOptions {
  readonly hosts: number;
  /** Where the hosts have their directories; a temporary one, removed at the end, when absent. */
  readonly directory?: string;
  readonly detach?: boolean;
}

/** Keeps a lab up until it is interrupted, or ended by `lab down`. */
export async function labUp(world: World, options: LabUpOptions): Promise<ExitCode> {
  const records = new LabRecords(stateDirectory(world).labs);
  if (options.detach) await detachLab(world, records, options);
  else await keepLab(world, records, options);
  return 0;
}

/** Ends the lab with that id, the only one, or all of them. */
export async function labDown(
  world: World,
  id: number | undefined,
  { all = false }: { readonly all?: boolean },
): Promise<ExitCode> {
  const records = new LabRecords(stateDirectory(world).labs);
  const labs = chosen(await records.list(), id, all);
  for (const lab of labs) world.stdout.write(`${await endLab(records, lab)}\n`);
  return 0;
}

function chosen(labs: readonly KnownLab[], id: number | undefined, all: boolean): readonly KnownLab[] {
  if (labs.length === 0) throw new UsageError('no lab is up: start one with "aeon-run lab up"');
  const ids = labs.map(({ pid }) => pid).join(', ');
  if (id !== undefined) {
    const lab = labs.filter(({ pid }) => pid === id);
    if (lab.length === 0) throw new UsageError(`there is no lab ${id}: those that are up are ${ids}`);
    return lab;
  }
  if (labs.length === 1 || all) return labs;
  throw new UsageError(`which lab? Those that are up are ${ids}; --all ends them all`);
}

/** Tells the labs that are up, and those that were killed and have left something. */
export async function labList(
  world: World,
  { json = false }: { readonly json?: boolean },
): Promise<ExitCode> {
  const labs = await new LabRecords(stateDirectory(world).labs).list();
  if (json) world.stdout.write(jsonText(labs));
  else if (labs.length === 0) world.stdout.write('no lab is up\n');
  else world.stdout.write(labs.map((lab) => `${line(lab)}\n`).join(''));
  return 0;
}

function line({ pid, hosts, inventory, since, isUp }: KnownLab): string {
  const state = isUp ? `since ${localTime(since)}` : 'was killed: "lab down" forgets it';
  return `${pid}  ${hosts} ${hosts === 1 ? 'host' : 'hosts'}  ${inventory}  ${state}`;
}
