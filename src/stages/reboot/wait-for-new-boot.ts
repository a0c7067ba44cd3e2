import type { ConnectFailure } from '../../result/connect-failure.ts';
import { reasons } from '../../result/reason.ts';
import { TaskFailure } from '../../result/task-failure.ts';
import { limitText } from '../duration.ts';
import { ask, type Steps } from '../step.ts';
import { tryStep } from '../try-step.ts';

interface Reboot {
  readonly host: string;
  readonly oldBootId: string;
  /** Monotonic. */
  readonly startedAtMs: number;
  readonly timeoutMs: number;
}

const pollMs = 1000;
const longestTryMs = 10_000;
/** Kept back for the last try. */
const shortestTryMs = 1000;

/**
 * Polls until the kernel shows another boot id; answers how long that took, in milliseconds.
 * @throws TaskFailure `did_not_reboot`, `never_came_back`, `cancelled`, or the reason of a refusal that no waiting can mend
 */
export function* waitForNewBoot(reboot: Reboot): Steps<number> {
  try {
    return yield* poll(reboot);
  } catch (error) {
    if (!isCancel(error)) throw error;
    const message = `the run was cancelled when ${reboot.host} had been told to reboot: look whether it comes back`;
    throw new TaskFailure('cancelled', message, {}, { cause: error });
  }
}

function isCancel(error: unknown): boolean {
  if (error instanceof TaskFailure) return error.reason === 'cancelled';
  return error instanceof Error && error.name === 'AbortError';
}

function* poll(reboot: Reboot): Steps<number> {
  let last: Sight = { kind: 'gone', why: 'no login was tried' };
  for (;;) {
    yield* ask({ kind: 'disconnect' }); // The kept link is of the old boot, and may look alive long after it.
    const elapsedMs = (yield* ask({ kind: 'now' })) - reboot.startedAtMs;
    const leftMs = reboot.timeoutMs - elapsedMs;
    if (leftMs <= shortestTryMs) throw outOfTime(reboot, last);
    yield* ask({
      kind: 'progress',
      doing: 'rebooting',
      done: elapsedMs,
      total: reboot.timeoutMs,
      unit: 'ms',
    });
    const pauseMs = Math.min(pollMs, leftMs - shortestTryMs);
    yield* ask({ kind: 'sleep', ms: pauseMs });
    last = yield* look(reboot, Math.min(longestTryMs, leftMs - pauseMs));
    if (last.kind === 'new boot') return (yield* ask({ kind: 'now' })) - reboot.startedAtMs;
  }
}

/** What one try to log in showed. */
type Sight = { readonly kind: 'new boot' | 'old boot' } | { readonly kind: 'gone'; readonly why: string };

function* look({ host, oldBootId }: Reboot, timeoutMs: number): Steps<Sight> {
  const login = yield* ask({ kind: 'connect', timeoutMs });
  if (!login.isConnected) {
    if (!reasons[login.reason].isRetryable) throw refusedAfterReboot(host, login);
    return { kind: 'gone', why: login.message };
  }
  const bootId = yield* tryStep({ kind: 'boot-id' });
  if (!bootId.isDone) return { kind: 'gone', why: bootId.message };
  return { kind: bootId.answer === oldBootId ? 'old boot' : 'new boot' };
}

function refusedAfterReboot(host: string, { reason, message }: ConnectFailure): TaskFailure {
  const why =
    reason === 'auth_rejected'
      ? `${message} (a credential is not tried twice, so it was not asked again; a host that is still booting may refuse logins for a while)`
      : message;
  return new TaskFailure(reason, `${host} was told to reboot, and then its login was refused: ${why}`, {
    ran: 'yes',
  });
}

function outOfTime({ host, timeoutMs }: Reboot, last: Sight): TaskFailure {
  const limit = limitText(timeoutMs);
  if (last.kind === 'gone') {
    const message = `${host} was told to reboot and did not come back within ${limit}; the last try: ${last.why}`;
    return new TaskFailure('never_came_back', message, { ran: 'yes' });
  }
  const message = `${host} was told to reboot and still runs the same boot after ${limit}: something holds the shutdown up (look at "systemctl list-jobs" there), or the command does not reboot`;
  return new TaskFailure('did_not_reboot', message);
}
