import type {
  Plan,
  PlannedControllerStage,
  PlannedFleetStage,
  PlannedHostStage,
  PlannedStage,
} from '../plan/plan.ts';
import { type StageCounts, stageCounts } from '../result/stage-counts.ts';
import type { TaskResult } from '../result/task-result.ts';
import type { JudgedStage } from '../stages/stage.ts';
import type { Unstamped } from './event-stream.ts';
import type { RunResumed, RunStarted, PlannedStage as StageFacts } from './events.ts';
import { lockHosts } from './lock/lock-hosts.ts';
import { Roster } from './roster.ts';
import type { Run } from './run.ts';
import { runControllerStage } from './run-controller-stage.ts';
import { runHostStage } from './run-host-stage.ts';

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
  const judged = new Map<string, JudgedStage>();
  for (const [host, facts] of run.resumption?.past.facts ?? []) roster.noteFacts(host, facts);
  await run.events.emit(beginning(run));
  const held = run.hostLocks && (await lockHosts(run));
  if (held !== undefined) return { why: `nothing was done on any host: ${held}`, isLocked: true };
  for (const stage of plan.stages) {
    if (stage.scope === 'host') {
      const results = await runHostStage(run, stage, roster);
      if (isJudged(plan, stage)) judged.set(stage.id, results); // Results of 10,000 hosts are not kept for nobody.
    } else if (stage.scope === 'controller') {
      const stages = countsOf(plan, stage.when?.registers ?? [], judged);
      const { result, stopsRun } = await runControllerStage(run, stage, { results: roster.ofNoHost, stages });
      roster.noteOfNoHost(stage, result);
      if (stopsRun && !run.signal.aborted) return { why: endedHere(plan, stage, result) };
    } else if (!(await runFleetStage(run, stage, judged))) return { why: notHeld(plan, stage) };
    if (run.signal.aborted) return { why: `interrupted in stage ${stage.id}: ${stage.name}` };
  }
  return undefined;
}

function beginning(run: Run): Unstamped<RunStarted> | Unstamped<RunResumed> {
  const { plan, version, resumption, rehearsal } = run;
  const controller = run.controllerMoment?.();
  const facts = {
    version,
    stages: plan.stages.map(stageFacts),
    hosts: plan.hosts.map(({ name, settings }) => ({ name, address: settings.address })),
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

function stageFacts(stage: PlannedStage): StageFacts {
  const { id, name, continueOnError } = stage;
  const counts =
    stage.scope === 'host'
      ? { hostCount: stage.hosts.length, concurrency: stage.concurrency }
      : { hostCount: 0, concurrency: 1 };
  return { id, name, kind: stage.kind.name, continueOnError, ...counts };
}

/** Whether an assert looks at it. */
function isJudged({ stages }: Plan, { id, register = '' }: PlannedHostStage): boolean {
  return stages.some((stage) => {
    if (stage.scope === 'controller') return stage.when?.registers.includes(register);
    return stage.scope === 'fleet' && (stage.judgedStage === id || stage.claim?.registers.includes(register));
  });
}

/** Whether the run may go on. */
async function runFleetStage(
  run: Run,
  stage: PlannedFleetStage,
  judged: ReadonlyMap<string, JudgedStage>,
): Promise<boolean> {
  const ended = run.resumption?.past.stageEnd(stage.id);
  if (ended !== undefined) return !ended.stopsRun;
  if (run.resumption?.past.stageStartedMs(stage.id) === undefined)
    await run.events.emit({ type: 'stage-started', stage: stage.id, hosts: [] });
  const object = judged.get(stage.judgedStage);
  if (object === undefined)
    throw new Error(`stage ${stage.id} judges ${stage.judgedStage}, which has not run`);
  const claim = stage.claim?.judge(
    stageCounts(object.results),
    countsOf(run.plan, stage.claim.registers, judged),
  );
  const { isGood, sentence } = stage.kind.judge(stage.args, object, claim);
  const stopsRun = !isGood && !stage.continueOnError;
  await run.events.emit({
    type: 'stage-ended',
    stage: stage.id,
    isGood,
    stopsRun,
    verdict: sentence,
    durationMs: 0,
  });
  return !stopsRun;
}

/** Of the stages that have these registers. */
function countsOf(
  { stages }: Plan,
  registers: readonly string[],
  judged: ReadonlyMap<string, JudgedStage>,
): ReadonlyMap<string, StageCounts> {
  const counts = new Map<string, StageCounts>();
  for (const { id, register = '' } of stages) {
    const results = judged.get(id)?.results;
    if (registers.includes(register) && results !== undefined) counts.set(register, stageCounts(results));
  }
  return counts;
}

function notHeld(plan: Plan, stage: PlannedFleetStage): string {
  return `the assert of stage ${stage.id} (${stage.name}) does not hold${restOf(plan, stage)}`;
}

function endedHere(plan: Plan, stage: PlannedControllerStage, { reason, message }: TaskResult): string {
  const where = `stage ${stage.id} (${stage.name})`;
  const rest = restOf(plan, stage);
  if (reason === 'answered_no') return `stopped by a person in ${where}: ${message}${rest}`;
  return `${where} did not come out well on this machine: ${message ?? reason}${rest}`;
}

/** `; the 3 stages after it did not run`. */
function restOf({ stages }: Plan, { id }: PlannedStage): string {
  const left = stages.length - stages.findIndex((stage) => stage.id === id) - 1;
  const rest =
    left === 0
      ? ''
      : `; ${left === 1 ? 'the stage after it did' : `the ${left} stages after it did`} not run`;
  return rest;
}
