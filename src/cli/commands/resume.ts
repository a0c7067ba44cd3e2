import { randomBytes } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plan } from '../../plan/plan.ts';
import { journalOf, type RunDirectory } from '../../run/journal/run-directory.ts';
import { type RunRecord, readRecord } from '../../run/journal/run-record.ts';
import { lostStages, makeResumption, type Resumption } from '../../run/resume/resumption.ts';
import { sentSources } from '../../run/resume/sent-sources.ts';
import { type ExitCode, UsageError } from '../exit-code.ts';
import { planFile, planText } from '../plan/plan-text.ts';
import { type Input, keepInvocation, optionsAgain, readInvocation } from '../ready/invocation.ts';
import { planAgain } from '../ready/plan-again.ts';
import { changedInputs, changedSources } from '../ready/plan-inputs.ts';
import { readyPlan } from '../ready/ready-plan.ts';
import { readRepeatedRun } from '../ready/repeated-run.ts';
import { bringToEnd } from '../run/bring-to-end.ts';
import { chooseView, type OutputOption } from '../run/choose-view.ts';
import { findRun, runNamed, wordsOfRun } from '../run/find-run.ts';
import { runUnderLock } from '../run/run-under-lock.ts';
import { runView } from '../run/run-view.ts';
import { stateDirectory } from '../run/state-directory.ts';
import type { World } from '../world.ts';

export interface ResumeOptions {
  readonly output: OutputOption;
  readonly runDir?: string;
  /** Goes on although what the plan is made from has changed. */
  readonly acceptChanges?: boolean;
  /** Answers yes to each question of the playbook. */
  readonly yes?: boolean;
}

/**
 * Goes on with a run that was killed or interrupted: makes its plan again, takes its lock over, and runs what its
 * journal does not tell as ended.
 * @throws UsageError, LockedError
 */
export async function resume(
  world: World,
  version: string,
  name: string,
  given: ResumeOptions,
): Promise<ExitCode> {
  const { wanted, options } = runNamed(world, name, given);
  const { runs, locks } = stateDirectory(world, options.runDir);
  const directory = await findRun(runs, wanted);
  const words = wordsOfRun(world, directory, options.runDir);
  const found = { directory, words };
  const before = await readRecord(directory);
  const ended = finishedWith(before);
  if (before !== undefined && ended !== undefined) {
    await bringToEnd(world, before, locks);
    return tellFinished(world, found, ended);
  }
  const invocation = await readInvocation(directory);
  const then = { ...world, cwd: invocation.cwd };
  const runOptions = optionsAgain(world, invocation.options, options);
  const loaded = await planAgain(then, invocation, runOptions);
  const ready = await readyPlan(then, loaded, runOptions);
  if (ready === undefined) return 2;
  const { inputs, secrets } = ready;
  const { mayHaveChanged, sent } = sentSources(ready.plan, before?.history ?? []);
  const asked = (all: readonly Input[]) => all.filter(({ kind }) => !mayHaveChanged || kind !== 'file');
  const changed = changedInputs(asked(invocation.inputs), asked(inputs));
  changed.push(...(await changedSources(sent, ready.sources)));
  if (changed.length === 0) {
    const now = planText(ready.shownPlan, secrets.masker);
    changed.push(...(await changedPlan(directory, mayHaveChanged ? withoutSizes : asItIs, now)));
  }
  if (changed.length > 0 && !options.acceptChanges) throw new UsageError(refusal(found, changed));
  const begin = async () => {
    const record = await readRecord(directory); // Only now is nobody else writing it.
    const endedMeanwhile = finishedWith(record);
    if (endedMeanwhile !== undefined) return tellFinished(world, found, endedMeanwhile);
    const resumption = await resumptionOf(found, record, ready.plan, changed);
    const { repeats } = invocation;
    const repeated = repeats === undefined ? undefined : await readRepeatedRun(world, repeats, inputs);
    const canGoOn = await keepInvocation(directory, { ...invocation, inputs }, secrets.masker);
    const view = runView({ world, words, masker: secrets.masker }, (clock) =>
      chooseView({ world, ...runOptions, plan: ready.plan, directory }, clock),
    );
    return { directory, view, resumption, canGoOn, repeated };
  };
  const id = `${directory.id}+${randomBytes(3).toString('hex')}`;
  return await runUnderLock({ world: then, version, ready, options: runOptions, id, locks, begin });
}

function finishedWith(record: RunRecord | undefined): ExitCode | undefined {
  return record?.state === 'finished' ? record.end?.exitCode : undefined;
}

interface FoundRun {
  readonly directory: RunDirectory;
  /** See `wordsOfRun`. */
  readonly words: string;
}

function tellFinished({ stderr }: World, { directory: { id }, words }: FoundRun, code: ExitCode): ExitCode {
  const advice =
    code === 0 ? '' : `; "aeon-run retry ${words}" runs the hosts again that did not come out ok`;
  stderr.write(`run ${id} is finished, with exit code ${code}: there is nothing to resume${advice}\n`);
  return code;
}

async function changedPlan(
  { path }: RunDirectory,
  partOf: (text: string) => string,
  now: string,
): Promise<readonly string[]> {
  const then = await readFile(join(path, planFile), 'utf8').catch(() => now);
  const isSame = then === now || partOf(then) === partOf(now);
  return isSame ? [] : ['the plan (by another version of aeon-run, or another environment)'];
}

const asItIs = (text: string) => text;

/** Without what it says of files that stages may have changed since. */
function withoutSizes(text: string): string {
  return JSON.stringify({ ...JSON.parse(text), files: {}, directories: {} });
}

function refusal({ directory: { id }, words }: FoundRun, changed: readonly string[]): string {
  return `run ${id} was planned with other input, and these have changed since: ${changed.join(', ')}. Put them back, or go on with them as they are now: aeon-run resume ${words} --accept-changes`;
}

/** Undefined when the run was stopped before its first event: it begins as a new one. */
async function resumptionOf(
  { directory, words }: FoundRun,
  record: RunRecord | undefined,
  plan: Plan,
  changed: readonly string[],
): Promise<Resumption | undefined> {
  if (record === undefined) {
    await rm(journalOf(directory), { force: true });
    return undefined;
  }
  const { badLines, events, history, wholeBytes } = record;
  const [bad] = badLines;
  if (bad !== undefined) {
    throw new UsageError(
      `line ${bad.number} of ${journalOf(directory)} cannot be read: ${bad.why}. What it told may have run, so the run is not resumed; "aeon-run show ${words}" shows the rest`,
    );
  }
  const lost = lostStages(plan, history);
  if (lost.length > 0) {
    throw new UsageError(
      `run ${directory.id} cannot be resumed with this playbook and inventory: it had begun stages that are not in their place any more: ${lost.join(', ')}. Start it anew`,
    );
  }
  return makeResumption({ plan, events, journalBytes: wholeBytes, changed });
}
