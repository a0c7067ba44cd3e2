import type { Host } from '../inventory/host/host.ts';
import type { Known, PlannedHostStage } from '../plan/plan.ts';
import type { TaskResult } from '../result/task-result.ts';
import { acknowledge } from './attempt/acknowledge.ts';
import type { Attempt } from './attempt/attempt.ts';
import { beginAttempt } from './attempt/begin-attempt.ts';
import { changesWith, withChangesBefore } from './attempt/changes-before.ts';
import { judgeAttempt } from './attempt/judge-attempt.ts';
import { mayRetry } from './attempt/retry.ts';
import { type AttemptResult, runAttempt } from './attempt/run-attempt.ts';
import { endTask } from './end-task.ts';
import { allTogether, cancelledBeforeRetry, noAttempts, stopped } from './not-run.ts';
import { prepare } from './prepare.ts';
import { endBegun } from './resume/end-begun.ts';
import { firstAttempt } from './resume/first-attempt.ts';
import type { Run } from './run.ts';
import { tidyHost } from './tidy.ts';

export interface Task {
  readonly stage: PlannedHostStage;
  readonly host: Host;
  /** The host had left after a failure and this stage chose it by `when`. */
  readonly isRepair: boolean;
  /** The host has not told yet what it is, and the stage needs to know. */
  readonly lacksFacts?: boolean;
  /** An earlier process has begun it, and now the stage would leave the host out: with this result. */
  readonly leftOutNow?: AttemptResult;
}

/** One stage on one host, all attempts. Never throws but for a JournalError, which ends the run. */
export async function runTask(run: Run, task: Task, known: Known): Promise<TaskResult> {
  const { stage, host } = task;
  const place = { stage: stage.id, host: host.name };
  const open = run.resumption?.past.openTask(stage.id, host.name);
  if (run.signal.aborted) return endTask(run, task, stopped(open?.attempt));
  const prepared = task.leftOutNow ?? prepare(stage, host, known);
  if ('outcome' in prepared) {
    if (open?.attempt === undefined) return endTask(run, task, { ...prepared, ...noAttempts });
    return endBegun(run, task, known, { ...open, attempt: open.attempt }, prepared);
  }
  if (open === undefined) run.events.emit({ type: 'task-started', ...place }).catch(toldByAttempt);
  const startedMs = open?.startedMs ?? run.events.elapsedMs();
  const plan = { run, stage, host: host.name, timeoutMs: prepared.timeoutMs };
  const first = await firstAttempt(plan, open?.attempt);
  if (first === 'interrupted') return endTask(run, task, stopped(open?.attempt));
  let knownAttempt = first.attempt;
  let before = open?.before;
  let changes = run.resumption?.past.changes(stage.id, host.name) ?? 'none';
  for (let { number } = first; ; number++) {
    const attempt = knownAttempt ?? (await beginAttempt(plan, number));
    knownAttempt = undefined;
    const judged = judgeAttempt(attempt, host, known, await runAttempt(attempt, prepared));
    const own = withChangesBefore(judged, changes, stage);
    const ended = run.repeated?.unanswered(own, stage, host.name) ?? own;
    changes = changesWith(changes, ended);
    const result = allTogether(before, {
      ...ended,
      attempts: number,
      durationMs: run.events.elapsedMs() - startedMs,
    });
    if (before === undefined || ended.ran !== 'no') before = result;
    const isLast = !mayRetry(ended, number, stage) || run.signal.aborted;
    if (isLast) {
      await endTask(run, task, result);
      tidy(attempt, task, ended);
      return result;
    }
    const { delayMs } = stage.retry;
    await run.events.emit({ type: 'attempt-ended', ...place, attempt: number, result, retryInMs: delayMs });
    acknowledge(attempt);
    await run.clock.sleep(delayMs, run.signal);
    if (run.signal.aborted) return endTask(run, task, cancelledBeforeRetry(result));
  }
}

/** A host that was not reached now will not be reached for this, and the end of the run would wait for it. */
function tidy(attempt: Attempt, { stage, host }: Task, { outcome, phase }: AttemptResult): void {
  const { run } = attempt;
  if (outcome !== 'unreachable' || letsUsIn.has(phase)) acknowledge(attempt);
  if (outcome === 'unreachable') run.resumption?.leftovers.take(host.name);
  else run.afterwards.start([() => tidyHost(run, stage.id, host.name)]);
}

/** Of a host that came out unreachable: it took the login, and nothing more over that link. */
const letsUsIn: ReadonlySet<AttemptResult['phase']> = new Set(['channel', 'lock', 'exec']);

/** Its first attempt waits for the disk for both: the journal keeps their order, and what breaks it breaks both. */
function toldByAttempt(): void {}
