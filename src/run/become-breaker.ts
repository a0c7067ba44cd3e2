import { createHash } from 'node:crypto';
import { blocked } from '../remote/become-failure.ts';
import type { BecomeAs, PasswordTrial } from '../remote/link.ts';
import type { Timers } from '../remote/timers.ts';
import { TaskFailure } from '../result/task-failure.ts';
import type { BecomeMeans } from './become-means.ts';
import { CredentialStanding } from './credential-standing.ts';

/**
 * Knows how to become other users, and what hosts said to the passwords: as with logins, one is tried once on a host, and
 * after three hosts have rejected it no other one is given it that has not accepted it before.
 */
export class BecomeBreaker {
  readonly #meansOf: (host: string) => Promise<BecomeMeans>;
  readonly #timers: Timers;
  readonly #standings = new Map<string, CredentialStanding>();
  /** That of the password which a host was last asked to take. */
  readonly #current = new Map<string, CredentialStanding>();

  constructor(meansOf: (host: string) => Promise<BecomeMeans>, timers: Timers) {
    this.#meansOf = meansOf;
    this.#timers = timers;
  }

  /** @throws TaskFailure `become_password_blocked` */
  async as(host: string, user: string): Promise<BecomeAs> {
    const means = await this.#meansOf(host);
    const { method, password } = means;
    if (password === undefined) return { method, user };
    const standing = this.#standingOf(accountOf(means, user), password);
    this.#current.set(host, standing);
    const why = standing.whyNot(host);
    if (why === undefined) return { method, user, password, trial: trial(standing, host) };
    const message =
      why === 'rejected elsewhere'
        ? blocked(host, method)
        : `${method} on ${host} did not take the password before in this run, and it is not tried twice: mend become.password`;
    throw new TaskFailure('become_password_blocked', message, { ran: 'no' });
  }

  rejected(host: string): void {
    this.#current.get(host)?.rejected(host);
  }

  /** Whatever was tried has come to an end. */
  ended(host: string): void {
    this.#current.get(host)?.ended(host);
  }

  #standingOf(account: string, password: string): CredentialStanding {
    const key = createHash('sha256')
      .update(JSON.stringify([account, password]))
      .digest('hex');
    const standing = this.#standings.get(key) ?? new CredentialStanding(this.#timers);
    this.#standings.set(key, standing);
    return standing;
  }
}

/** Whose password it is: su asks for that of the other user. */
function accountOf({ method, loginUser }: BecomeMeans, user: string): string {
  return method === 'su' ? user : loginUser;
}

function trial(standing: CredentialStanding, host: string): PasswordTrial {
  return {
    mayAnswer: async () => {
      await standing.turn(host);
      return standing.whyNot(host) === undefined;
    },
    accepted: () => {
      standing.accepted(host);
      standing.ended(host);
    },
  };
}
