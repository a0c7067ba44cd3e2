import { basename } from 'node:path';
import { readRecord } from '../../run/journal/run-record.ts';
import { RepeatedRun, type RepeatedRunParts } from '../../run/repeated-run.ts';
import type { World } from '../world.ts';
import { readKeptInvocation } from './invocation.ts';

/** The run that lies in this directory, and those that it repeated itself. Says so where one is gone: what it changed is not known any more. */
export async function readRepeatedRun(
  world: World,
  path: string,
  playbook: RepeatedRunParts['playbook'],
): Promise<RepeatedRun | undefined> {
  const directory = { id: basename(path), path };
  const record = await readRecord(directory);
  if (record === undefined) {
    world.stderr.write(
      `run ${directory.id}, which is repeated here, is gone: where it brought a file that is there already, it does not count as changed\n`,
    );
    return undefined;
  }
  const invocation = await readKeptInvocation(directory).catch(() => undefined); // It could not be retried then.
  const { repeats } = invocation ?? {};
  const before = repeats === undefined ? undefined : await readRepeatedRun(world, repeats, playbook);
  return new RepeatedRun({ id: directory.id, history: record.history, playbook, before });
}
