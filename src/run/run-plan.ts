import type { PlannedHost, RunResumed, RunStarted, PlannedStage as StageFacts } from '../events/events.ts';
import type { Plan, PlannedControllerStage, PlannedFleetStage, PlannedStage } from '../plan/plan.ts';
import type { Wave } from '../plan/waves.ts';
import type { TaskResult } from '../result/task-result.ts';
import type { Unstamped } from './journal/event-stream.ts';
import { JudgedStages } from './judged-stages.ts';
import { lockHosts } from './lock/lock-hosts.ts';
import { Roster } from './roster.ts';
import type { Run } from './run.ts';
import { runControllerStage } from './run-controller-stage.ts';
import { runFleetStage } from './run-fleet-stage.ts';
import { runHostStage } from './run-host-stage.ts';
import { makesSources } from './source/source-notes.ts';
import { WaveTally } from './wave-tally.ts';

/** Why a run ended before its last stage. */
export interface Stop {
  readonly why: string;
  /** Another run has some of the hosts: nothing was done anywhere. */
  readonly isLocked?: boolean;
}

/**
 * Runs the stages one after another, up to the first assert that does not hold or an interrupt. The caller folds the
 * events into results and emits `run-ended`.
 * @throws JournalError
 */
export async function runPlan(run: Run): Promise<Stop | undefined> {
  const { plan } = run;
  const roster = new Roster();
  const judged = new JudgedStages(plan);
  const wave = new WaveTally(roster);
  for (const [host, facts] of run.resumption?.past.facts ?? []) roster.noteFacts(host, facts);
  await run.events.emit(beginning(run));
  const held = run.hostLocks && (await lockHosts(run));
  if (held !== undefined) return { why: `nothing was done on any host: ${held}`, isLocked: true };
  let failed: FailedWave | undefined;
  for (const stage of plan.stages) {
    if (!hasTurn(stage, failed)) continue;
    let why: string | undefined;
    if (stage.scope === 'host') {
      const results = await runHostStage(run, stage, roster);
      wave.note(stage, results);
      judged.note(stage, results);
    } else if (stage.scope === 'controller') {
      const stages = judged.counts(stage.when?.registers ?? []);
      const { result, stopsRun } = await runControllerStage(run, stage, { results: roster.ofNoHost, stages });
      roster.noteOfNoHost(stage, result);
      if (stopsRun && !run.signal.aborted) why = endedHere(plan, stage, result);
    } else if (!(await runFleetStage(run, stage, { judged, wave }))) why = notHeld(plan, stage);
    if (makesSources(stage)) run.sources.forget();
    if (run.signal.aborted) return { why: `interrupted in stage ${stage.id}: ${stage.name}` };
    if (why === undefined) continue;
    if (failed !== undefined || !hasRepair(plan, stage)) return { why: failed?.why ?? why };
    failed = { why, wave: stage.wave };
    roster.takeBack(stage.wave?.hosts ?? []);
  }
  return failed && { why: failed.why };
}

interface FailedWave {
  readonly why: string;
  readonly wave: Wave | undefined;
}

/** Behind a wave that has failed, only what its rollout has for that. */
function hasTurn({ wave, isOnFailure }: PlannedStage, failed: FailedWave | undefined): boolean {
  if (failed === undefined) return !isOnFailure;
  return isOnFailure === true && wave === failed.wave;
}

/** Whether something is to be done when this stage makes its wave fail. */
function hasRepair({ stages }: Plan, { wave }: PlannedStage): boolean {
  return stages.some((stage) => stage.isOnFailure && stage.wave === wave);
}

function beginning(run: Run): Unstamped<RunStarted> | Unstamped<RunResumed> {
  const { plan, version, resumption, rehearsal } = run;
  const controller = run.controllerMoment?.();
  const facts = {
    version,
    stages: plan.stages.map(stageFacts),
    hosts: hostFacts(plan),
    ...(controller !== undefined && { controller }),
    ...(rehearsal !== undefined && { rehearsal }),
  };
  if (resumption !== undefined) {
    const { takesUp, changed } = resumption;
    return { type: 'run-resumed', takesUp, changed, ...facts };
  }
  return {
    type: 'run-started',
    runId: run.directory.id,
    playbook: plan.playbook,
    inventories: plan.inventories,
    runDirectory: run.directory.path,
    ...facts,
  };
}

function hostFacts({ hosts, stages }: Plan): PlannedHost[] {
  const lastStages = new Map<string, string>();
  for (const stage of stages) {
    if (stage.scope !== 'host' || stage.isOnFailure) continue;
    for (const { name } of stage.hosts) lastStages.set(name, stage.id);
  }
  return hosts.map(({ name, settings: { address } }) => {
    const lastStage = lastStages.get(name);
    return { name, address, ...(lastStage !== undefined && { lastStage }) };
  });
}

function stageFacts(stage: PlannedStage): StageFacts {
  const { id, name, continueOnError } = stage;
  const counts =
    stage.scope === 'host'
      ? { hostCount: stage.hosts.length, concurrency: stage.concurrency }
      : { hostCount: 0, concurrency: 1 };
  const { wave, isOnFailure } = stage;
  const ofWave =
    wave === undefined ? {} : { wave: { rollout: wave.rollout, number: wave.number, of: wave.of } };
  return {
    id,
    name,
    kind: stage.kind.name,
    continueOnError,
    ...counts,
    ...ofWave,
    ...(isOnFailure && { isOnFailure }),
  };
}

function notHeld(plan: Plan, stage: PlannedFleetStage): string {
  if (stage.wave !== undefined) return `${whichWave(stage.wave)} has failed${restOf(plan, stage)}`;
  return `the assert of stage ${stage.id} (${stage.name}) does not hold${restOf(plan, stage)}`;
}

function endedHere(plan: Plan, stage: PlannedControllerStage, { reason, message }: TaskResult): string {
  const where = `stage ${stage.id} (${stage.name})`;
  const rest = restOf(plan, stage);
  if (reason === 'answered_no') return `${message} in ${where}${rest}`; // `answered no`, `nobody answered`
  return `${where} did not come out well on this machine${rest}`; // Its verdict says why.
}

/** `wave 1 of 3 of Workers`. */
function whichWave({ name, number, of }: Wave): string {
  return `wave ${number} of ${of}${name === undefined ? '' : ` of ${name}`}`;
}

/** `; the 3 stages after it did not run`. */
function restOf({ stages }: Plan, { id }: PlannedStage): string {
  const after = stages.slice(stages.findIndex((stage) => stage.id === id) + 1);
  const left = after.filter((stage) => !stage.isOnFailure).length;
  const rest =
    left === 0
      ? ''
      : `; ${left === 1 ? 'the stage after it did' : `the ${left} stages after it did`} not run`;
  return rest;
}
