import { TaskFailure } from '../../result/task-failure.ts';
import { limitText } from '../duration.ts';
import { exitSentence } from '../exit-sentence.ts';
import { keepTrying, type Waiting } from '../keep-trying.ts';
import { type Look, loginAndLook, stillOffline } from '../login-and-look.ts';
import type { Steps } from '../step.ts';

interface Wait extends Waiting {
  readonly host: string;
  /** Shell text. */
  readonly check?: string;
}

/**
 * Tries until a login works and the check passes; answers how long that took, in milliseconds.
 * @throws TaskFailure `still_offline`, `check_failed`, or the reason of a refusal that no waiting can mend
 */
export function* waitOnline(wait: Wait): Steps<number> {
  const { tookMs, missed } = yield* keepTrying(wait, (leftMs) => tryOnce(wait, leftMs));
  if (missed !== undefined) throw outOfTime(wait, missed);
  return tookMs;
}

/** Undefined when it is ready. */
function* tryOnce({ check }: Wait, leftMs: number): Steps<Look | undefined> {
  // Without a check too: a link that was kept may be dead and not know it yet.
  const look = yield* loginAndLook(check ?? 'true', leftMs);
  return look.kind === 'looked' && look.answer.exitCode === 0 ? undefined : look;
}

function outOfTime({ host, check, timeoutMs }: Wait, seen: Look): TaskFailure {
  const limit = limitText(timeoutMs);
  if (seen.kind === 'offline') return stillOffline(host, limit, seen.why);
  const what = check === undefined ? `the login shell on ${host}` : 'the check';
  if (seen.kind === 'cut') {
    const message = `${host} can be reached, but was not ready after ${limit}; the last thing seen: ${what} ${seen.how}`;
    return new TaskFailure('check_failed', message);
  }
  const { exitCode, stderr: tail, isSecret } = seen.answer;
  const why = exitSentence(what, exitCode, { tail, isSecret });
  return new TaskFailure('check_failed', `${host} can be reached, but after ${limit} ${why}`, { exitCode });
}
