import { randomBytes } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { machineOf } from '../../inventory/machine.ts';
import type { Plan } from '../../plan/plan.ts';
import type { RunDirectory } from '../../run/journal/run-directory.ts';
import { journalOf, type RunRecord, readRecord } from '../../run/journal/run-record.ts';
import { takeLock } from '../../run/lock/lock.ts';
import { lostStages, makeResumption, type Resumption } from '../../run/resume/resumption.ts';
import { bringToEnd } from '../bring-to-end.ts';
import { cachedSources } from '../cached-sources.ts';
import { chooseView, type OutputOption } from '../choose-view.ts';
import { checkPersonIsThere } from '../confirm.ts';
import { type ExitCode, UsageError } from '../exit-code.ts';
import { findRun } from '../find-run.ts';
import { holdInterrupts } from '../interrupt.ts';
import { keepInvocation, readInvocation } from '../invocation.ts';
import { loadPlan } from '../load-plan.ts';
import { openSecrets } from '../open-secrets.ts';
import { changedInputs, planInputs } from '../plan-inputs.ts';
import { planFile, planText } from '../plan-text.ts';
import { checkResultsPlace } from '../results-place.ts';
import { revealPlan } from '../reveal-plan.ts';
import { runAndShow } from '../run-and-show.ts';
import { stateDirectory } from '../state-directory.ts';
import { tellProblems } from '../tell-problems.ts';
import type { World } from '../world.ts';
import { writable } from '../writable.ts';

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
  wanted: string,
  options: ResumeOptions,
): Promise<ExitCode> {
  const { runs, locks } = stateDirectory(world, options.runDir);
  const directory = await findRun(runs, wanted);
  const before = await readRecord(directory);
  const ended = finishedWith(before);
  if (before !== undefined && ended !== undefined) {
    await bringToEnd(world, before, locks);
    return tellFinished(world, directory, ended);
  }
  const invocation = await readInvocation(directory);
  const { cwd, playbook, inputs } = invocation;
  const then = { ...world, cwd };
  const runOptions = { ...invocation.options, ...options };
  const loaded = await loadPlan(then, playbook, runOptions);
  tellProblems(world, loaded);
  const { plan, hosts } = loaded;
  if (plan === undefined) return 2;
  checkPersonIsThere(world, plan, runOptions.yes ?? false);
  await checkResultsPlace(then, runOptions.results);
  const sources = cachedSources(world);
  const now = await planInputs(world, plan, loaded, sources);
  const secrets = await openSecrets(then, plan, loaded);
  const revealed = revealPlan(plan, loaded, secrets);
  const changed = changedInputs(inputs, now);
  if (changed.length === 0) changed.push(...(await changedPlan(directory, planText(plan, secrets))));
  if (changed.length > 0 && !options.acceptChanges) throw new UsageError(refusal(directory, changed));
  using interrupts = holdInterrupts();
  const wish = {
    id: `${directory.id}+${randomBytes(3).toString('hex')}`,
    playbook: plan.playbook.path,
    since: new Date().toISOString(),
    machines: plan.hosts.map((host) => machineOf(host, hosts)),
  };
  await using _lock = await writable(takeLock(locks, wish), `the locks in ${locks}`, 'XDG_STATE_HOME');
  const record = await readRecord(directory); // Only now is nobody else writing it.
  const endedMeanwhile = finishedWith(record);
  if (endedMeanwhile !== undefined) return tellFinished(world, directory, endedMeanwhile);
  const resumption = await resumptionOf(directory, record, revealed, changed);
  await keepInvocation(directory, { ...invocation, inputs: now }, secrets.masker);
  return await runAndShow({
    world: then,
    version,
    plan: revealed,
    shownPlan: plan,
    hosts,
    secrets,
    directory,
    options: runOptions,
    sources,
    interrupts,
    view: chooseView(world, options.output),
    ...(resumption !== undefined && { resumption }),
  });
}

function finishedWith(record: RunRecord | undefined): ExitCode | undefined {
  return record?.state === 'finished' ? record.end?.exitCode : undefined;
}

function tellFinished({ stderr }: World, { id }: RunDirectory, code: ExitCode): ExitCode {
  const advice = code === 0 ? '' : `; "aeon-run retry ${id}" runs the hosts again that did not come out ok`;
  stderr.write(`run ${id} is finished, with exit code ${code}: there is nothing to resume${advice}\n`);
  return code;
}

async function changedPlan({ path }: RunDirectory, now: string): Promise<readonly string[]> {
  const then = await readFile(join(path, planFile), 'utf8').catch(() => now);
  return then === now ? [] : ['the plan (by another version of aeon-run, or another environment)'];
}

function refusal({ id }: RunDirectory, changed: readonly string[]): string {
  return `run ${id} was planned with other input, and these have changed since: ${changed.join(', ')}. Put them back, or go on with them as they are now: aeon-run resume ${id} --accept-changes`;
}

/** Undefined when the run was stopped before its first event: it begins as a new one. */
async function resumptionOf(
  directory: RunDirectory,
  record: RunRecord | undefined,
  plan: Plan,
  changed: readonly string[],
): Promise<Resumption | undefined> {
  if (record === undefined) {
    await rm(journalOf(directory), { force: true });
    return undefined;
  }
  const { badLines, history, wholeBytes } = record;
  const [bad] = badLines;
  if (bad !== undefined) {
    throw new UsageError(
      `line ${bad.number} of ${journalOf(directory)} cannot be read: ${bad.why}. What it told may have run, so the run is not resumed; "aeon-run show ${directory.id}" shows the rest`,
    );
  }
  const lost = lostStages(plan, history);
  if (lost.length > 0) {
    throw new UsageError(
      `run ${directory.id} cannot be resumed with this playbook and inventory: it had begun stages that are not in their place any more: ${lost.join(', ')}. Start it anew`,
    );
  }
  return makeResumption({ plan, events: history, journalBytes: wholeBytes, changed });
}
