import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { jsonText } from '../../document/json-text.ts';
import { type RunDirectory, writePrivate } from '../../run/journal/run-directory.ts';
import type { Masker } from '../../secret/masker.ts';
import type { RunOptions } from '../commands/run.ts';
import { UsageError } from '../exit-code.ts';
import type { AdHocOptions } from '../plan/ad-hoc.ts';
import type { MadeFrom } from '../plan/load-plan.ts';
import type { World } from '../world.ts';

/** How a run was called, so that the same plan can be made again. Kept in its directory as `invocation.json`. */
export interface Invocation {
  readonly cwd: string;
  /** Absent where an older version kept the run. */
  readonly madeFrom?: MadeFrom;
  readonly options: InvocationOptions;
  readonly inputs: readonly Input[];
  /** The directory of the run that this one does again; absolute. */
  readonly repeats?: string;
}

/** All that was asked for; how it was shown and where it was kept is not read back. */
export type InvocationOptions = Omit<AdHocOptions, 'output'> & Partial<Pick<RunOptions, 'output'>>;

/** What was asked for then, but for what is asked for now: of that, `--run-dir` is meant from where the user is now. */
export function optionsAgain<Now extends Pick<RunOptions, 'runDir'>>(
  { cwd }: World,
  then: InvocationOptions,
  now: Now,
): InvocationOptions & Now {
  return { ...then, ...now, ...(now.runDir !== undefined && { runDir: resolve(cwd, now.runDir) }) };
}

/** A file that the plan was made from (an `inventory` may be one of its vars files, or of `-e @file`), or that the run sends. */
export interface Input {
  readonly kind: 'playbook' | 'inventory' | 'file';
  /** As written where it was named. */
  readonly path: string;
  /** Hexadecimal. */
  readonly sha256: string;
}

const name = 'invocation.json';

/** A secret of the run is not kept here either: what holds one cannot be read back, and says so. Gives whether it can. */
export async function keepInvocation(
  directory: RunDirectory,
  invocation: Invocation,
  masker: Masker,
): Promise<boolean> {
  const { output: _, runDir: __, ...options } = invocation.options;
  const plain = JSON.stringify({ ...invocation, options });
  const kept = masker.maskValue({ ...invocation, options });
  const isMasked = JSON.stringify(kept) !== plain;
  await writePrivate(directory, name, jsonText({ ...kept, isMasked }));
  return !isMasked;
}

/** @throws UsageError when the run was not kept, or its command line held a secret. */
export async function readInvocation(directory: RunDirectory): Promise<Invocation> {
  const { isMasked, ...invocation } = await readKeptInvocation(directory);
  if (!isMasked) return invocation;
  throw new UsageError(
    `the command line of run ${directory.id} held a secret, which is kept nowhere: ${startAnew(directory)}`,
  );
}

export interface KeptInvocation extends Invocation {
  /** Somewhere in it `***` stands for a secret. */
  readonly isMasked: boolean;
}

/** For what needs a part of it, which may hold no secret. @throws UsageError when the run was not kept */
export async function readKeptInvocation(directory: RunDirectory): Promise<KeptInvocation> {
  const text = await readFile(join(directory.path, name), 'utf8').catch(() => undefined);
  if (text !== undefined) return parsed(directory, text);
  throw new UsageError(
    `run ${directory.id} has no ${name}, so its plan cannot be made again: nothing of it ran, ${startAnew(directory)}`,
  );
}

function startAnew({ id }: RunDirectory): string {
  return `start it anew; if it is still locked, first "aeon-run unlock ${id}"`;
}

function parsed(directory: RunDirectory, text: string): KeptInvocation {
  try {
    return JSON.parse(text); // Written by `keepInvocation`.
  } catch {
    throw new UsageError(
      `${join(directory.path, name)} is damaged, so the plan of run ${directory.id} cannot be made again`,
    );
  }
}
