import type { PlannedHostStage } from '../../plan/plan.ts';
import type { Acknowledge } from '../../remote/command/run-command.ts';
import type { BecomeAs, Link } from '../../remote/link.ts';
import { TransportError } from '../../transport/errors.ts';
import type { PastAnswers } from '../resume/past-answers.ts';
import type { Run } from '../run.ts';

/** One try of one stage on one host. */
export interface Attempt {
  readonly run: Run;
  readonly stage: PlannedHostStage;
  readonly host: string;
  /** Counts from 1. */
  readonly number: number;
  readonly attemptId: string;
  /** Monotonic. */
  readonly startedMs: number;
  /** Monotonic; no step may go on longer. */
  readonly deadlineMs: number;
  /** What has to be done on the host once the result is in the journal. */
  readonly whenJournaled: Acknowledge[];
  /** A command of it was sent to the host, by this process or an earlier one: it may have run. */
  hasStartedCommand?: boolean;
  /** The link was lost while a command ran: its exit code may be known, what it wrote is not whole. */
  isOutputCut?: boolean;
  /** Set where an earlier process of the run began it. */
  readonly past?: PastAnswers;
}

export function remainingMs({ run, deadlineMs }: Attempt): number {
  return Math.max(0, deadlineMs - run.clock.nowMs());
}

/** How long a server may take to open a channel and start a shell. */
const channelTimeoutMs = 30_000;

/** Connects where there is no link yet. Rejects with a TransportError, or with the signal's reason. */
export async function linkOf(attempt: Attempt, timeoutMs?: number): Promise<Link> {
  const { run, host, attemptId } = attempt;
  const limits = {
    timeoutMs: Math.min(timeoutMs ?? run.limits.connectTimeoutMs, Math.max(1, remainingMs(attempt))),
    signal: run.signal,
  };
  const connection = await run.connections.get(host, limits);
  return {
    host,
    connection,
    attemptId,
    signal: run.signal,
    timers: run.clock,
    channelTimeoutMs: Math.min(channelTimeoutMs, Math.max(1, Math.ceil(remainingMs(attempt) / 1000)) * 1000),
    connectAgain: (again) => run.connections.another(host, again),
  };
}

/** Whoever tidies up behind an attempt waits so long for its host, and the end of the run with it. */
const tidyingConnectMs = 10_000;

/** The same, also when the attempt's own time is out. */
export function linkAtAnyTime(attempt: Attempt, timeoutMs = tidyingConnectMs): Promise<Link> {
  return linkOf({ ...attempt, deadlineMs: Number.POSITIVE_INFINITY }, timeoutMs);
}

/** Does `work` on the host's link. A kept link that turns out to be dead before anything was started is renewed once. */
export async function onLink<Value>(attempt: Attempt, work: (link: Link) => Promise<Value>): Promise<Value> {
  const wasKept = attempt.run.connections.isKept(attempt.host);
  const link = await linkOf(attempt);
  try {
    return await work(link);
  } catch (error) {
    const isDead = error instanceof TransportError && error.reason === 'lost_before_start';
    if (!wasKept || !isDead) throw error;
    return work(await linkOf(attempt));
  }
}

/**
 * The user that the stage asks for, with the host's password for it.
 * @throws TaskFailure `become_password_blocked`
 */
export async function becomeOf({ run, stage, host }: Attempt): Promise<{ readonly become?: BecomeAs }> {
  if (stage.becomeUser === undefined) return {};
  return { become: await run.becomes.as(host, stage.becomeUser) };
}

/** A path below the run directory for what this attempt writes: both names come from the playbook and the inventory. */
export function logName({ stage, host, number }: Attempt, ending: 'out' | 'err'): string {
  return `hosts/${host}/${stageFileName(stage)}${number > 1 ? `.attempt-${number}` : ''}.${ending}`;
}

/** `3-install-the-agent`. */
export function stageFileName(stage: { readonly id: string; readonly name: string }): string {
  const slug = stage.name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replaceAll(/^-|-$/g, '');
  return [stage.id, slug].filter(Boolean).join('-');
}
