import { endTree, endTreeMs, type TreeEnd, whereToLook } from '../../remote/command/end-tree.ts';
import { lookForAttempt, type Settled } from '../../remote/command/settle.ts';
import { type FailureDetails, TaskFailure } from '../../result/task-failure.ts';
import { TransportError } from '../../transport/errors.ts';
import { type Attempt, becomeOf, linkAtAnyTime, remainingMs } from './attempt.ts';

const pauseMs = 1000;
const connectMs = 10_000;
/** An interrupted run has to be over within 10 s. */
const hastyConnectMs = 2500;

/** On both clocks: the monotonic one stands still while a laptop sleeps, the other one can be set. */
export interface Moment {
  readonly monotonicMs: number;
  readonly wallMs: number;
}

export interface LostCommand {
  /** How the link was lost. */
  readonly message: string;
  /** When the command was sent. */
  readonly sent: Moment;
  /** The host had said so. */
  readonly isBegun: boolean;
}

export function momentOf({ run }: Attempt): Moment {
  return { monotonicMs: run.clock.nowMs(), wallMs: run.clock.wallClock().getTime() };
}

function secondsSince(attempt: Attempt, { monotonicMs, wallMs }: Moment): number {
  const now = momentOf(attempt);
  return Math.max(now.monotonicMs - monotonicMs, now.wallMs - wallMs) / 1000;
}

/**
 * The link was lost while a command may have run: connects again and asks the host what became of it. Waits for a
 * command that still runs, up to the attempt's deadline. Gives the exit code that the host's evidence proves.
 * @throws TaskFailure `lost_before_start`, `timeout`, `maybe_running`, or `link_lost` when nobody can know.
 */
export async function settleLost(
  attempt: Attempt,
  { message: lost, sent, isBegun }: LostCommand,
  details: FailureDetails,
): Promise<number> {
  const { run, host } = attempt;
  const lostMs = run.clock.nowMs();
  let seekUntilMs = lostMs + run.limits.settleTimeoutMs;
  let why = lost;
  let isRunning = false;
  while (run.clock.nowMs() < seekUntilMs && !run.signal.aborted) {
    const settled = await lookAgain(attempt, sent);
    if (settled.kind === 'exited') return settled.exitCode;
    if (settled.kind === 'never-started' && !isBegun) throw neverStarted(host, lost);
    if (settled.kind === 'never-started') throw unknown(host, `${lost}; ${evidenceGone}`, details);
    if (settled.kind === 'lost') throw unknown(host, `${lost}; ${settled.why}`, details);
    isRunning = settled.kind === 'running';
    if (settled.kind === 'running') {
      if (remainingMs(attempt) === 0) throw await end(attempt, 'timeout', details);
      seekUntilMs = run.clock.nowMs() + run.limits.settleTimeoutMs;
      tellProgress(attempt);
    } else why = settled.why;
    await run.clock.sleep(pauseMs, run.signal);
  }
  if (isRunning) throw await end(attempt, 'cancelled', details);
  throw unknown(host, why === lost ? lost : `${lost}; ${why}`, details);
}

async function lookAgain(
  attempt: Attempt,
  sent: Moment,
): Promise<Settled | { readonly kind: 'no-link'; readonly why: string }> {
  try {
    const link = await linkAtAnyTime(attempt, connectMs);
    return await lookForAttempt(link, attempt.attemptId, () => secondsSince(attempt, sent));
  } catch (error) {
    if (error instanceof TransportError || error instanceof TaskFailure)
      return { kind: 'no-link', why: error.message };
    if (attempt.run.signal.aborted) return { kind: 'no-link', why: 'the run was cancelled' };
    throw error;
  }
}

/** It still runs, and its time is out or the run is cancelled. */
async function end(
  attempt: Attempt,
  reason: 'timeout' | 'cancelled',
  details: FailureDetails,
): Promise<TaskFailure> {
  const { attemptId, host } = attempt;
  const tree = await endHere(attempt, reason).catch(() => 'maybe_running');
  const what = reason === 'timeout' ? 'it took too long' : 'the run was cancelled';
  if (tree === 'gone')
    return new TaskFailure(reason, `${what}; all its processes were ended`, { ...details, ran: 'yes' });
  const message = `${what}, and its processes may still run on ${host}: ${whereToLook(attemptId)}`;
  return new TaskFailure('maybe_running', message, details);
}

/** An interrupt must not keep it from connecting. */
async function endHere(attempt: Attempt, reason: 'timeout' | 'cancelled'): Promise<TreeEnd> {
  const { run, attemptId } = attempt;
  const [limitMs, mostMs] =
    reason === 'timeout' ? [connectMs, endTreeMs.timedOut] : [hastyConnectMs, endTreeMs.interrupted];
  const goesOn = { ...attempt, run: { ...run, signal: new AbortController().signal } };
  const link = await linkAtAnyTime(goesOn, limitMs);
  const { become } = await becomeOf(attempt);
  return endTree(link, { attemptId, become, mostMs });
}

function tellProgress({ run, stage, host }: Attempt): void {
  run.events.progress({ type: 'progress', stage: stage.id, host, doing: 'running (link was lost)' });
}

/** A directory that is emptied, or that each session has to itself. */
const evidenceGone = 'what it left on the host to tell is not there any more';

/** Proven, so it may be tried again. */
export function neverStarted(host: string, lost: string): TaskFailure {
  return new TaskFailure(
    'lost_before_start',
    `the link to ${host} was lost before the command started: ${lost}`,
  );
}

function unknown(host: string, why: string, details: FailureDetails): TaskFailure {
  const advice = `look on ${host} what it has done before you run it again`;
  return new TaskFailure(
    'link_lost',
    `the link was lost while the command ran, and how it ended is not known (${why}): ${advice}`,
    details,
  );
}
