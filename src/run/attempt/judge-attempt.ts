import type { Host } from '../../inventory/host/host.ts';
import type { Known, PlannedCondition } from '../../plan/plan.ts';
import { reasons } from '../../result/reason.ts';
import { registeredResult } from '../../result/registered-result.ts';
import { RuntimeValueFailure } from '../../template/runtime-failure.ts';
import type { Attempt } from './attempt.ts';
import type { AttemptResult } from './run-attempt.ts';
import { withNote } from './with-note.ts';

/**
 * What `changed-when`, `failed-when` and `until` make of an attempt, in this order. They are asked only where the stage
 * came to its end on the host, well or with another exit code: how an attempt ended that was cut, or never began, is
 * nothing that the playbook can know better.
 */
export function judgeAttempt(
  attempt: Attempt,
  host: Host,
  known: Known,
  found: AttemptResult,
): AttemptResult {
  const { changedWhen, failedWhen, until } = attempt.stage;
  const asked = [changedWhen, failedWhen, until].filter((condition) => condition !== undefined);
  const isOver = found.ran === 'yes' && (found.outcome === 'ok' || found.reason === 'exit_code');
  const ended = isOver && attempt.isOutputCut ? withNote(found, cutOutput) : found;
  if (asked.length === 0 || !isOver) return ended;
  if (attempt.isOutputCut && asked.some(({ usesOutput }) => usesOutput)) return outputCut(attempt, ended);
  const durationMs = Math.round(attempt.run.clock.nowMs() - attempt.startedMs);
  const holds = (condition: PlannedCondition, so: AttemptResult) =>
    condition.holds(host, {
      ...known,
      result: registeredResult({ ...so, attempts: attempt.number, durationMs }),
    });
  try {
    const first = changedWhen === undefined ? ended : { ...ended, changed: holds(changedWhen, ended) };
    const judged =
      failedWhen === undefined ? first : byFailedWhen(failedWhen, holds(failedWhen, first), first);
    return until === undefined ? judged : byUntil(until, attempt, judged, () => holds(until, judged));
  } catch (error) {
    if (!(error instanceof RuntimeValueFailure)) throw error;
    return failed(ended, 'value_missing', error.message);
  }
}

/** One that cannot be computed yet has not come true: what is waited for may print its number later. */
function byUntil(
  until: PlannedCondition,
  attempt: Attempt,
  ended: AttemptResult,
  isMet: () => boolean,
): AttemptResult {
  try {
    return isMet() ? ended : notMet(until, attempt, ended);
  } catch (error) {
    if (!(error instanceof RuntimeValueFailure)) throw error;
    return notMet(until, attempt, { ...ended, outcome: 'failed', message: error.message });
  }
}

const cutOutput = 'the link was lost while it ran, so its output is not whole';

/** Both marks were seen in any case: it only takes the place of the rule that 0 is good. */
function byFailedWhen({ text }: PlannedCondition, isFailure: boolean, ended: AttemptResult): AttemptResult {
  const { exitCode } = ended;
  const code = exitCode === undefined ? '' : `, exit code ${exitCode}`;
  if (isFailure) return failed(ended, 'failed_when', `failed-when holds: ${text}${code}`);
  if (ended.outcome === 'ok') return ended;
  const { phase: _phase, reason: _reason, ...rest } = ended;
  return { ...rest, outcome: 'ok', message: `exit code ${exitCode} is no failure here: not so: ${text}` };
}

function notMet({ text }: PlannedCondition, { number, stage }: Attempt, ended: AttemptResult): AttemptResult {
  const tries =
    number < stage.retry.attempts
      ? `in attempt ${number}`
      : `in ${number === 1 ? 'one attempt' : `${number} attempts`}`;
  const why = ended.outcome === 'ok' ? '' : `; ${ended.message ?? ended.reason}`;
  return failed(ended, 'until_not_met', `until did not come true ${tries}: ${text}${why}`);
}

function failed(
  ended: AttemptResult,
  reason: 'failed_when' | 'until_not_met' | 'value_missing',
  message: string,
): AttemptResult {
  return { ...ended, outcome: 'failed', phase: reasons[reason].phase, reason, message };
}

/** The evidence on the host tells the exit code, but not what was written after the link was gone. */
function outputCut({ host }: Attempt, ended: AttemptResult): AttemptResult {
  const message = `the command ended with exit code ${ended.exitCode ?? 0}, but the link was lost while it ran, so its output is not whole and what the stage asks of it is not known: look on ${host}`;
  return { ...ended, outcome: 'unknown', phase: 'exec', reason: 'link_lost', message };
}
