import type { Host } from '../inventory/host/host.ts';
import type { PlannedHostStage } from '../plan/plan.ts';
import { newNonce } from '../remote/link.ts';
import { type Facts, parseFacts } from '../result/facts.ts';
import { isCut, TaskFailure } from '../result/task-failure.ts';
import type { TaskResult } from '../result/task-result.ts';
import { factsEnd, factsScript } from '../shell/facts-script.ts';
import type { LookAnswer } from '../stages/answers.ts';
import type { Attempt } from './attempt/attempt.ts';
import { newAttempt } from './attempt/begin-attempt.ts';
import { mayRetry } from './attempt/retry.ts';
import { type AttemptResult, failedResult } from './attempt/run-attempt.ts';
import { perform } from './perform/perform.ts';
import type { Run } from './run.ts';

const lookTimeoutMs = 30_000;

/**
 * Asks a host what it is, as the one who logs in and in one look, before a stage that uses facts begins there. Gives the
 * facts, or the result of a task that cannot begin without them. Tries as often as the stage says, since nothing has run.
 * @throws JournalError
 */
export async function gatherFacts(
  run: Run,
  stage: PlannedHostStage,
  { name }: Host,
): Promise<{ readonly facts: Facts } | { readonly result: TaskResult }> {
  const startedMs = run.clock.nowMs();
  for (let number = 1; ; number++) {
    run.events.progress({ type: 'progress', stage: stage.id, host: name, doing: 'gathering facts' });
    const asked = await ask(attemptToLook(run, stage, name, number));
    if ('facts' in asked) {
      await run.events.emit({ type: 'facts-gathered', stage: stage.id, host: name, facts: asked.facts });
      return asked;
    }
    if (!mayRetry(asked.failure, number, stage) || run.signal.aborted) {
      const durationMs = Math.round(run.clock.nowMs() - startedMs);
      return { result: { ...asked.failure, attempts: number, durationMs } };
    }
    await run.clock.sleep(stage.retry.delayMs, run.signal);
    run.events.throwIfBroken();
  }
}

/** It is no attempt of the stage, and nothing is found again by its id. */
function attemptToLook(run: Run, stage: PlannedHostStage, host: string, number: number): Attempt {
  const { becomeUser: _, ...asLogin } = stage;
  const timeoutMs = run.limits.connectTimeoutMs + lookTimeoutMs;
  return { ...newAttempt({ run, stage: asLogin, host, timeoutMs }, number), attemptId: newNonce() };
}

async function ask(
  attempt: Attempt,
): Promise<{ readonly facts: Facts } | { readonly failure: AttemptResult }> {
  try {
    const step = { kind: 'look', command: factsScript, timeoutMs: lookTimeoutMs } as const;
    const answer = (await perform(attempt, step)) as LookAnswer; // The answer of a look.
    return { facts: readFacts(attempt.host, answer) };
  } catch (error) {
    const isCancelled = attempt.run.signal.aborted;
    const { message, ...failure } = failedResult(asHarmless(error), {
      isCancelled,
      hasStartedCommand: false,
    });
    const what = `the facts of ${attempt.host}, which this stage uses, could not be gathered`;
    return { failure: { ...failure, ran: 'no', message: `${what}: ${message}` } };
  }
}

function readFacts(host: string, { exitCode, stdout }: LookAnswer): Facts {
  const isWhole = exitCode === 0 && stdout.trimEnd().endsWith(factsEnd);
  if (isWhole) return parseFacts(stdout);
  throw new TaskFailure(
    'facts_unreadable',
    `/bin/sh on ${host} did not answer with them (exit code ${exitCode})`,
  );
}

/** A look that was cut has changed nothing: it is as if it had not begun. */
function asHarmless(error: unknown): unknown {
  return isCut(error) ? new TaskFailure('lost_before_start', error.message, {}, { cause: error }) : error;
}
