import { describeBecome } from './become-cases.ts';

const password = 'raspberry 314';
const wrong = 'a wrong 159';

describeBecome('doas', {
  free: { user: 'deploy', outcome: 'ok' },
  'free-with-password': { user: 'deploy', password: wrong, outcome: 'ok' },
  'free-without-terminal': { user: 'deploy', password, setUp: 'rm /usr/bin/script', outcome: 'ok' },
  asked: { user: 'pi', password, outcome: 'ok' },
  persist: { user: 'pi', password, setUp: 'echo permit persist pi >/etc/doas.conf', outcome: 'ok' },
  'keeps-environment': {
    user: 'pi',
    password,
    setUp: 'echo permit keepenv pi >/etc/doas.conf',
    outcome: 'ok',
  },
  'without-setsid': { user: 'pi', password, setUp: 'rm /usr/bin/setsid', outcome: 'ok' },
  other: { user: 'pi', password, becomes: 'guest', outcome: 'ok' },
  missing: {
    user: 'pi',
    outcome: 'failed',
    reason: 'become_password_missing',
    message: /doas on missing asks for a password and none is configured: set become.password/,
  },
  mistaken: {
    user: 'pi',
    password: wrong,
    outcome: 'failed',
    reason: 'become_password_rejected',
    message: /doas on mistaken did not take the password: mend become.password \(it was tried once\)/,
  },
  stranger: {
    user: 'guest',
    password: 'guest 141',
    outcome: 'failed',
    reason: 'become_failed',
    message: /doas on stranger did not let us become root: doas: Operation not permitted/,
  },
  limited: {
    user: 'pi',
    password,
    setUp: 'echo permit pi cmd /usr/bin/id >/etc/doas.conf',
    outcome: 'failed',
    reason: 'become_failed',
    message: /Operation not permitted/,
  },
  'no-terminal': {
    user: 'pi',
    password,
    setUp: 'rm /usr/bin/script',
    outcome: 'failed',
    reason: 'become_failed',
    message: /takes the password from a terminal only, and the program script is not there/,
  },
  'no-rules': {
    user: 'pi',
    password,
    setUp: 'rm /etc/doas.conf',
    outcome: 'failed',
    reason: 'become_failed',
    message: /doas is not enabled|not permitted|No such file/,
  },
  root: { user: 'root', outcome: 'ok' },
  none: {
    user: 'deploy',
    setUp: 'rm /usr/bin/doas',
    outcome: 'failed',
    reason: 'become_failed',
    message: /there is no doas on none: install it/,
  },
});
