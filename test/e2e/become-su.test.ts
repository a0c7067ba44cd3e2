import { describeBecome } from './become-cases.ts';

const password = 'root 265 $x"';
const wrong = 'a wrong 159';
const wheel = (rule: string) =>
  `printf '%s\\n' 'auth required pam_wheel.so group=games' '${rule}' "$(cat /etc/pam.d/su)" >/etc/pam.d/su`;

describeBecome(
  'su',
  {
    asked: { user: 'pi', password, outcome: 'ok' },
    other: { user: 'pi', password: 'guest 141', becomes: 'guest', outcome: 'ok' },
    free: {
      user: 'deploy',
      setUp: `echo auth sufficient pam_permit.so >/etc/pam.d/su; ${restOfPam()}`,
      outcome: 'ok',
    },
    'free-with-password': {
      user: 'deploy',
      password: wrong,
      setUp: `echo auth sufficient pam_permit.so >/etc/pam.d/su; ${restOfPam()}`,
      outcome: 'ok',
    },
    'from-root': { user: 'root', becomes: 'guest', outcome: 'ok' },
    root: { user: 'root', outcome: 'ok' },
    missing: {
      user: 'pi',
      outcome: 'failed',
      reason: 'become_password_missing',
      message: /su on missing asks for the password of root and none is configured: set become.password/,
    },
    mistaken: {
      user: 'pi',
      password: wrong,
      outcome: 'failed',
      reason: 'become_password_rejected',
      message: /su on mistaken did not take the password: mend become.password \(it was tried once\)/,
    },
    stranger: {
      user: 'guest',
      password,
      setUp: wheel(''),
      outcome: 'failed',
      reason: 'become_failed',
      message: /su on stranger did not let us become root: su: Permission denied/,
    },
    nobody: {
      user: 'pi',
      password,
      becomes: 'nobody-of-that-name',
      outcome: 'failed',
      reason: 'become_failed',
      message: /user nobody-of-that-name does not exist/,
    },
    none: {
      user: 'deploy',
      setUp: 'rm /bin/su',
      outcome: 'failed',
      reason: 'become_failed',
      message: /there is no su on none: install it/,
    },
  },
  { accounts: [{ name: 'root', password }] },
);

function restOfPam(): string {
  return `printf 'account required pam_permit.so\\nsession required pam_permit.so\\n' >>/etc/pam.d/su`;
}
