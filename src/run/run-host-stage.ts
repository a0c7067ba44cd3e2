import type { Host } from '../inventory/host/host.ts';
import type { PlannedHostStage } from '../plan/plan.ts';
import type { Reason } from '../result/reason.ts';
import { tallyOf } from '../result/stage-counts.ts';
import type { TaskResult } from '../result/task-result.ts';
import type { JudgedStage } from '../stages/stage.ts';
import { RuntimeValueFailure } from '../template/runtime-failure.ts';
import { endTask } from './end-task.ts';
import { gatherFacts } from './gather-facts.ts';
import { withoutAttempt } from './not-run.ts';
import type { Roster } from './roster.ts';
import type { Run } from './run.ts';
import { runTask, type Task } from './run-task.ts';
import { runTasks } from './task-list.ts';

/** Runs the stage on its hosts side by side. Throws nothing but a JournalError. */
export async function runHostStage(run: Run, stage: PlannedHostStage, roster: Roster): Promise<JudgedStage> {
  const startedMs = run.resumption?.past.stageStartedMs(stage.id);
  const beganMs = startedMs ?? run.events.elapsedMs();
  const results = new Map<string, TaskResult>();
  const settle = (host: Host, result: TaskResult) => {
    results.set(host.name, result);
    roster.note(stage, host.name, result);
  };
  for (const host of stage.hosts) {
    const result = run.resumption?.past.result(stage.id, host.name);
    if (result !== undefined) settle(host, result);
  }
  const { tasks, leftOut } = sort(run, stage, roster, new Set(results.keys()));
  const whenFalse = leftOut.filter(({ result }) => result.reason === 'when_is_false').length;
  const undecided = stage.when?.usesFacts ? tasks.filter(({ lacksFacts }) => lacksFacts).length : 0;
  if (startedMs === undefined)
    await run.events.emit({
      type: 'stage-started',
      stage: stage.id,
      hosts: stage.hosts.map(({ name }) => name),
      ...(leftOut.length > 0 && { leftOut: leftOut.length }),
      ...(whenFalse > 0 && { whenFalse }),
      ...(undecided > 0 && { undecided }),
    });
  await Promise.all(
    leftOut.map(async ({ host, result }) =>
      settle(host, await endTask(run, { stage, host, isRepair: false }, result)),
    ),
  );
  const { mostAtOnce = Number.POSITIVE_INFINITY } = run.limits;
  await runTasks(tasks, Math.min(stage.concurrency, mostAtOnce), async (task) => {
    run.events.throwIfBroken(); // Its facts, or what an earlier process left there, are asked for first.
    using _link = run.connections.hold(task.host.name, stage.id);
    settle(task.host, await (task.lacksFacts ? factsThenTask(run, task, roster) : begin(run, task, roster)));
  });
  const judged = { name: stage.name, results, tally: tallyOf(results) };
  if (run.resumption?.past.stageEnd(stage.id) === undefined)
    await run.events.emit({
      type: 'stage-ended',
      stage: stage.id,
      isGood: judged.tally.ok === judged.tally.planned,
      stopsRun: run.signal.aborted,
      tally: judged.tally,
      durationMs: run.events.elapsedMs() - beganMs,
    });
  return judged;
}

function begin(run: Run, task: Task, roster: Roster): Promise<TaskResult> {
  return runTask(run, task, roster.known(task.host.name));
}

/** What the stage does on the host, and whether it runs there, may depend on what the host tells of itself. */
async function factsThenTask(run: Run, task: Task, roster: Roster): Promise<TaskResult> {
  const { stage, host } = task;
  if (run.signal.aborted) return begin(run, { stage, host, isRepair: false }, roster);
  const gathered = await gatherFacts(run, stage, host);
  if ('result' in gathered) {
    const hasLeft = roster.hasLeft(host.name);
    const { reason, message } = failedBefore;
    return leaveOut(run, task, roster, hasLeft ? withoutAttempt(reason, message) : gathered.result);
  }
  roster.noteFacts(host.name, gathered.facts);
  const choice = choose(stage, host, roster);
  if (choice.runs) return begin(run, { stage, host, isRepair: choice.isRepair }, roster);
  return leaveOut(run, task, roster, withoutAttempt(choice.reason, choice.message));
}

function leaveOut(run: Run, task: Task, roster: Roster, result: TaskResult): Promise<TaskResult> {
  const { stage, host } = task;
  return hasBegun(run, stage, host)
    ? begin(run, { ...task, leftOutNow: result }, roster)
    : endTask(run, task, result);
}

/** By an earlier process of the run: its command may have run, whatever the plan says now. */
function hasBegun({ resumption }: Run, { id }: PlannedHostStage, { name }: Host): boolean {
  return resumption?.past.openTask(id, name)?.attempt !== undefined;
}

interface LeftOut {
  readonly host: Host;
  readonly result: TaskResult;
}

/** Hosts that run, and those that are left out with why; none of those that have ended before a resume. */
function sort(run: Run, stage: PlannedHostStage, roster: Roster, ended: ReadonlySet<string>) {
  const tasks: Task[] = [];
  const leftOut: LeftOut[] = [];
  for (const host of stage.hosts) {
    if (ended.has(host.name)) continue;
    const asksFirst = lacksFacts(stage, host, roster);
    const choice: Choice =
      asksFirst && stage.when?.usesFacts
        ? { runs: true, isRepair: roster.hasLeft(host.name) }
        : choose(stage, host, roster);
    if (choice.runs) {
      tasks.push({ stage, host, isRepair: choice.isRepair, lacksFacts: asksFirst });
      continue;
    }
    const result = withoutAttempt(choice.reason, choice.message);
    if (hasBegun(run, stage, host))
      tasks.push({ stage, host, isRepair: roster.hasLeft(host.name), leftOutNow: result });
    else leftOut.push({ host, result });
  }
  return { tasks, leftOut };
}

/** Hosts that leave the stage in any case are not asked. */
function lacksFacts({ needsFacts, when }: PlannedHostStage, { name }: Host, roster: Roster): boolean {
  if (needsFacts !== true || roster.known(name).facts !== undefined) return false;
  return !roster.hasLeft(name) || roster.isRepairable(name, when);
}

type Choice =
  | { readonly runs: true; readonly isRepair: boolean }
  | { readonly runs: false; readonly reason: Reason; readonly message: string };

const failedBefore = {
  runs: false,
  reason: 'host_failed_before',
  message: 'it failed in an earlier stage',
} as const;

function choose({ when }: PlannedHostStage, host: Host, roster: Roster): Choice {
  const hasLeft = roster.hasLeft(host.name);
  if (hasLeft && !roster.isRepairable(host.name, when)) return failedBefore;
  if (when === undefined) return { runs: true, isRepair: false };
  try {
    if (when.holds(host, roster.known(host.name))) return { runs: true, isRepair: hasLeft };
  } catch (error) {
    if (!(error instanceof RuntimeValueFailure)) throw error;
    return hasLeft ? failedBefore : { runs: false, reason: 'value_missing', message: error.message };
  }
  return hasLeft ? failedBefore : { runs: false, reason: 'when_is_false', message: `not so: ${when.text}` };
}
