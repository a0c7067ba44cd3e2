import { TaskFailure } from '../../result/task-failure.ts';
import {
  type Evidence,
  parseEvidence,
  readEvidenceScript,
  removeEvidenceScript,
} from '../../shell/evidence.ts';
import { type Link, newNonce } from '../link.ts';
import { inOwnSession } from '../own-session.ts';
import { runPlain } from './run-plain.ts';

const timeoutMs = 15_000;

/**
 * What became of an attempt whose link was lost, as the host's own evidence tells: `running` still, `exited` with a
 * code, `never-started` (and now it cannot start any more), or `lost` when nobody can know.
 */
export type Settled =
  | { readonly kind: 'running' }
  | { readonly kind: 'exited'; readonly exitCode: number }
  | { readonly kind: 'never-started' }
  | { readonly kind: 'lost'; readonly why: string };

/** Clocks of two machines run apart by less than this part. */
const drift = 0.0002;

/**
 * Looks once, over a new link. `secondsSinceSent` tells how long ago the command was sent, over a link that was up: a
 * host that is up for less time has booted since, and its evidence may be gone with the boot.
 * @throws TransportError, TaskFailure when the look itself failed.
 */
export async function lookForAttempt(
  link: Link,
  attemptId: string,
  secondsSinceSent: () => number,
): Promise<Settled> {
  const end = await runPlain(
    { ...link, attemptId: newNonce() },
    { body: () => readEvidenceScript(attemptId), timeoutMs },
  );
  if (end.exitCode !== 0)
    throw new TaskFailure('link_lost', `the evidence on ${link.host} could not be read`);
  return judge(parseEvidence(end.stdout), secondsSinceSent());
}

function judge(evidence: Evidence, secondsSinceSent: number): Settled {
  if (evidence.exitCode !== undefined) return ended(evidence.exitCode, evidence);
  if (evidence.isAlive) return { kind: 'running' };
  const { upSeconds } = evidence;
  if (upSeconds === undefined) return { kind: 'lost', why: 'the host does not tell for how long it is up' };
  if (upSeconds < secondsSinceSent * (1 - drift)) {
    return { kind: 'lost', why: 'the host has booted since, and what it knew is gone' };
  }
  if (evidence.isStarted)
    return { kind: 'lost', why: 'its shell was ended before it could tell the exit code' };
  if (evidence.isClaimedByUs) return { kind: 'never-started' };
  return { kind: 'lost', why: 'the host holds no evidence of it' };
}

function ended(exitCode: number, { isHeld, isUnsure }: Evidence): Settled {
  if (isUnsure) {
    const why = 'it may not have begun, as the link may have been lost before the user was changed';
    return { kind: 'lost', why };
  }
  if (isHeld) return { kind: 'exited', exitCode };
  const why = `it ended with exit code ${exitCode}, and nobody knows if the loss of the link ended it: what it wrote had no reader any more`;
  return { kind: 'lost', why };
}

/**
 * Over a link of its own where this one is lost or does not answer. Never rejects: what stays behind then is a file of a few
 * bytes, and it tells the truth.
 */
export async function removeEvidence(link: Link, attemptId: string): Promise<void> {
  const body = () => removeEvidenceScript(attemptId);
  await inOwnSession(link, timeoutMs, (own) => runPlain(own, { body, timeoutMs })).catch(() => {});
}
