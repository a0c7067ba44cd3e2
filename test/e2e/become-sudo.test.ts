import { describeBecome } from './become-cases.ts';

const password = 'raspberry 314';
const wrong = 'a wrong 159';

function withSudoers(lines: string): string {
  return `cat >>/etc/sudoers <<'END'\n${lines}\nEND`;
}

describeBecome('sudo', {
  free: { user: 'deploy', outcome: 'ok' },
  'free-with-password': { user: 'deploy', password: wrong, outcome: 'ok' },
  asked: { user: 'pi', password, outcome: 'ok' },
  missing: {
    user: 'pi',
    outcome: 'failed',
    reason: 'become_password_missing',
    message:
      /asks for a password and none is configured: set become.password for this host, or be asked with -K/,
  },
  mistaken: {
    user: 'pi',
    password: wrong,
    outcome: 'failed',
    reason: 'become_password_rejected',
    message: /did not take the password: mend become.password \(it was tried once\)/,
  },
  'one-try': {
    user: 'pi',
    password: wrong,
    setUp: withSudoers('Defaults passwd_tries=1'),
    outcome: 'failed',
    reason: 'become_password_rejected',
  },
  stranger: {
    user: 'guest',
    password: 'guest 141',
    outcome: 'failed',
    reason: 'become_failed',
    message: /guest is not in the sudoers file/,
  },
  tty: {
    user: 'pi',
    password,
    setUp: withSudoers('Defaults requiretty'),
    outcome: 'failed',
    reason: 'become_failed',
    message: /you must have a tty to run sudo\. .*"Defaults:USER !requiretty"/,
  },
  lecture: { user: 'pi', password, setUp: withSudoers('Defaults lecture=always'), outcome: 'ok' },
  'other-prompt': {
    user: 'pi',
    password,
    setUp: withSudoers('Defaults passprompt="Kennwort: "\nDefaults passprompt_override'),
    outcome: 'ok',
  },
  insults: {
    user: 'pi',
    password: wrong,
    setUp: withSudoers('Defaults insults,passwd_tries=9'),
    outcome: 'failed',
    reason: 'become_password_rejected',
  },
  limited: {
    user: 'guest',
    setUp: withSudoers('guest ALL=(root) NOPASSWD: /usr/bin/id'),
    outcome: 'failed',
    reason: 'become_password_missing',
  },
  'no-shell': {
    user: 'deploy',
    setUp: withSudoers('deploy ALL=(ALL) NOPASSWD: !/bin/sh'),
    outcome: 'failed',
    reason: 'become_failed',
    message: /not allowed to execute '\/bin\/sh' as root on no-shell\. .*its sudoers must allow that/,
  },
  root: { user: 'root', outcome: 'ok' },
  none: {
    user: 'deploy',
    setUp: 'rm /usr/bin/sudo',
    outcome: 'failed',
    reason: 'become_failed',
    message: /there is no sudo on none: install it/,
  },
});
