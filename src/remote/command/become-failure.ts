import { lastLine } from '../../result/last-line.ts';
import type { Reason } from '../../result/reason.ts';
import { TaskFailure } from '../../result/task-failure.ts';
import { type BecomeMethod, becomeMarks } from '../../shell/become/method.ts';
import type { BecomeAs } from '../link.ts';
import type { Conversation } from './conversation.ts';
import { sentElsewhere } from './other-stream.ts';

/**
 * Why the other user's shell did not start, from what was asked and what the program said that changes the user. The
 * command did not run.
 */
export function becomeFailure(host: string, become: BecomeAs, seen: Conversation): TaskFailure {
  const [reason, message] = told(host, become, seen);
  return new TaskFailure(reason, message, { ran: 'no' });
}

function told(
  host: string,
  { method, user, password }: BecomeAs,
  seen: Conversation,
): readonly [Reason, string] {
  const where = `${method} on ${host}`;
  if (seen.words.includes(becomeMarks.missing))
    return ['become_failed', `there is no ${method} on ${host}: install it, or log in as ${user}`];
  if (seen.words.includes(becomeMarks.noTerminal)) {
    const why = 'takes the password from a terminal only, and the program script is not there to make one';
    return [
      'become_failed',
      `${where} ${why}: install it (package bsdutils or util-linux), or permit nopass`,
    ];
  }
  if (seen.elsewhere !== undefined)
    return [
      'become_failed',
      `what ${where} asks could not be heard: ${sentElsewhere(host, seen.elsewhere.stream)}`,
    ];
  if (seen.wasPasswordSent && isRejected[method](seen))
    return [
      'become_password_rejected',
      `${where} did not take the password: mend become.password (it was tried once)`,
    ];
  if (password === undefined && isAsked[method](seen)) {
    const what = method === 'su' ? `the password of ${user}` : 'a password';
    return [
      'become_password_missing',
      `${where} asks for ${what} and none is configured: set become.password for this host, or be asked with -K`,
    ];
  }
  if (seen.passwordsAsked > 0 && !seen.wasPasswordSent)
    return ['become_password_blocked', blocked(host, method)];
  const said = lastLine(withoutOurs(seen.becomeSaid)).replace(/\.$/, '');
  return [
    'become_failed',
    `${where} did not let us become ${user}: ${said || 'it gave no reason'}${advice(said)}`,
  ];
}

/** sudo tells first why, and then what its plugins could not do for that. What it quotes of us says nothing to a person. */
function withoutOurs(said: string): string {
  return said
    .replaceAll(/^sudo: error initializing audit plugin .*$/gm, '')
    .replaceAll(/'(\/bin\/sh) -c .*' as /g, "'$1' as ");
}

/** Where sudo says what is wrong, and not what would be right. */
function advice(said: string): string {
  if (said.includes('must have a tty'))
    return '. Commands here have no terminal: add "Defaults !requiretty" to its sudoers, or "Defaults:USER !requiretty" for one user';
  if (said.includes("not allowed to execute '/bin/sh'"))
    return '. Each command is run by /bin/sh: its sudoers must allow that';
  return '';
}

/** Other hosts have rejected the password, so it was not sent. */
export function blocked(host: string, method: BecomeMethod): string {
  return `three hosts have rejected the same password, so it was not given to ${method} on ${host}, to lock no account: mend become.password`;
}

type Judge = Readonly<Record<BecomeMethod, (seen: Conversation) => boolean>>;

/** sudo asks again, unless it is told to take one try; the others say how the authentication ended. */
const isRejected: Judge = {
  sudo: ({ passwordsAsked, becomeSaid }) => passwordsAsked > 1 || /incorrect password/.test(becomeSaid),
  doas: ({ becomeSaid }) => /Authentication failed/.test(becomeSaid),
  su: ({ becomeSaid, passwordsAsked }) =>
    passwordsAsked > 1 || /authentication fail|incorrect password/i.test(becomeSaid),
};

/** Asked without a password at hand. */
const isAsked: Judge = {
  sudo: ({ becomeSaid }) => /password is required|terminal is required/.test(becomeSaid),
  doas: ({ becomeSaid }) => /Authentication required/.test(becomeSaid),
  su: ({ passwordsAsked }) => passwordsAsked > 0,
};
