import { basename } from 'node:path';
import { readRecord } from '../../run/journal/run-record.ts';
import { RepeatedRun } from '../../run/repeated-run.ts';
import type { World } from '../world.ts';
import { type Input, readKeptInvocation } from './invocation.ts';
import { changedInputs } from './plan-inputs.ts';

/** The run that lies in this directory, and those that it repeated itself; `inputs` are those of now. Says so where one is gone: what it changed is not known any more. */
export async function readRepeatedRun(
  world: World,
  path: string,
  inputs: readonly Input[],
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
  const { repeats, inputs: then } = invocation ?? {};
  const before = repeats === undefined ? undefined : await readRepeatedRun(world, repeats, inputs);
  const isOfSamePlaybook = then !== undefined && changedInputs(written(then), written(inputs)).length === 0;
  return new RepeatedRun({ id: directory.id, events: record.events, isOfSamePlaybook, before });
}

/** Without the files that are sent: those say nothing of the stages. */
function written(inputs: readonly Input[]): readonly Input[] {
  return inputs.filter(({ kind }) => kind !== 'file');
}
