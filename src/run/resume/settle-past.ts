import { TaskFailure } from '../../result/task-failure.ts';
import type { CommandAnswer } from '../../stages/answers.ts';
import { type Attempt, logName } from '../attempt/attempt.ts';
import { type Moment, settleLost } from '../attempt/settle-lost.ts';
import { secondsBetween } from '../controller-moment.ts';
import { keptOutput } from '../output/kept-output.ts';
import { forgetAttempt } from '../perform/perform-command.ts';
import type { PastAttempt } from './past.ts';
import { PastAnswers } from './past-answers.ts';

/** What became of an attempt that an earlier process of the run began. */
export type SettledPast =
  /** Its command may have run: the attempt goes on, and its command is not started again. */
  | { readonly kind: 'begun'; readonly attempt: Attempt }
  /** It never started anything, and now it cannot any more. `cleanUp` follows when the next one is over. */
  | { readonly kind: 'never-started'; readonly cleanUp: () => Promise<void> }
  /** The run was interrupted before the host could tell. */
  | { readonly kind: 'interrupted' };

/** So long an attempt may always go on after a resume: a host that has to boot needs a while. */
const leastMs = 60_000;

const lost = 'aeon-run was stopped while it may have run';

/** Asks the host what became of the attempt, and waits for a command that still runs, within the attempt's time limit. */
export async function settlePast(fresh: Attempt, past: PastAttempt): Promise<SettledPast> {
  const attempt = goneOn(fresh, past);
  const output = {
    stdout: await keptOutput(attempt.run.directory.path, logName(attempt, 'out')),
    stderr: await keptOutput(attempt.run.directory.path, logName(attempt, 'err')),
  };
  let command: () => CommandAnswer;
  try {
    const exitCode = await settleLost(
      past.bootId === undefined ? attempt : patient(attempt),
      { message: lost, sent: begunAt(attempt), isBegun: false },
      output,
    );
    command = () => ({ kind: 'exited', exitCode, ...output });
  } catch (error) {
    const reason = error instanceof TaskFailure ? error.reason : undefined;
    if (reason === 'link_lost' && attempt.run.signal.aborted) return { kind: 'interrupted' };
    const cleanUp = () => forgetAttempt(attempt);
    if (reason === 'lost_before_start') return { kind: 'never-started', cleanUp };
    command = () => {
      throw error;
    };
  }
  attempt.whenJournaled.push(() => forgetAttempt(attempt));
  const begun = { hasStartedCommand: true, isOutputCut: true, past: new PastAnswers(past, command) };
  return { kind: 'begun', attempt: { ...attempt, ...begun } };
}

/** The attempt as it was begun, on this process's clock. */
function goneOn(fresh: Attempt, past: PastAttempt): Attempt {
  const { clock, controllerMoment } = fresh.run;
  const then = {
    wallMs: past.startedWallMs,
    ...(past.controller !== undefined && { controller: past.controller }),
  };
  const now = {
    wallMs: clock.wallClock().getTime(),
    ...(controllerMoment !== undefined && { controller: controllerMoment() }),
  };
  const ageMs = secondsBetween(then, now) * 1000;
  const timeoutMs = fresh.deadlineMs - fresh.startedMs;
  return {
    ...fresh,
    number: past.number,
    attemptId: past.attemptId,
    startedMs: clock.nowMs() - ageMs,
    deadlineMs: clock.nowMs() + Math.min(timeoutMs, Math.max(leastMs, timeoutMs - ageMs)),
  };
}

/** Both clocks of this process, put back by the age of the attempt. */
function begunAt({ run, startedMs }: Attempt): Moment {
  const ageMs = run.clock.nowMs() - startedMs;
  return { monotonicMs: startedMs, wallMs: run.clock.wallClock().getTime() - ageMs };
}

/** A host that was told to reboot may be silent for as long as its boot takes. */
function patient(attempt: Attempt): Attempt {
  const { run, deadlineMs } = attempt;
  const settleTimeoutMs = Math.max(run.limits.settleTimeoutMs, deadlineMs - run.clock.nowMs());
  return { ...attempt, run: { ...run, limits: { ...run.limits, settleTimeoutMs } } };
}
