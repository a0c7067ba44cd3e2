import { createHash } from 'node:crypto';

/**
 * Names one attempt in the journal, and on the host the file of its evidence. 32 hex digits. Nobody else may learn it before that
 * file is there: who knows it could make the file first, and the command would be refused.
 */
export type AttemptId = string;

/** Names the attempt in the process list of the host and in the environment of all that it starts: anybody may see it. 32 hex digits. */
export type AttemptTag = string;

/** No way leads back from it. */
export function tagOf(attemptId: AttemptId): AttemptTag {
  return createHash('sha256').update(attemptId).digest('hex').slice(0, 32);
}

/** The environment variable by which the processes of an attempt are found again. */
export const attemptVariable = 'AEON_ATTEMPT';

/** What stands in the arguments of the shell of an attempt, and in the environment of all that it starts. */
export function tagText(tag: AttemptTag): string {
  return `${attemptVariable}=${tag}`;
}
