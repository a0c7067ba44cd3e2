import { TaskFailure } from '../result/task-failure.ts';
import type { Conversation } from './conversation.ts';
import type { BecomeAs } from './link.ts';

/** Why the other user's shell did not start, from what was asked and what sudo said. The command did not run. */
export function becomeFailure(host: string, become: BecomeAs, seen: Conversation): TaskFailure {
  const ran = 'no';
  const said = lastLine(seen.becomeSaid);
  if (seen.words.includes('nosudo')) {
    return new TaskFailure(
      'become_failed',
      `there is no sudo on ${host}: install it, or log in as ${become.user}`,
      { ran },
    );
  }
  if (seen.wasPasswordRejected) {
    return new TaskFailure(
      'become_password_rejected',
      `sudo on ${host} did not take the password: mend become.password (it was tried once)`,
      { ran },
    );
  }
  if (become.password === undefined && /password is required|terminal is required/.test(seen.becomeSaid)) {
    return new TaskFailure(
      'become_password_missing',
      `sudo on ${host} asks for a password and none is configured: set become.password for this host`,
      { ran },
    );
  }
  return new TaskFailure(
    'become_failed',
    `sudo on ${host} did not let us become ${become.user}: ${said || 'it gave no reason'}`,
    { ran },
  );
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? '';
}
