import { createHash } from 'node:crypto';
import { blocked } from '../../remote/command/become-failure.ts';
import type { BecomeAs, PasswordTrial } from '../../remote/link.ts';
import type { Timers } from '../../remote/time/timers.ts';
import { TaskFailure } from '../../result/task-failure.ts';
import type { BecomeMeans } from './become-means.ts';
import { CredentialStanding } from './credential-standing.ts';

/** Of the password which a host was last asked to take. */
interface Trial {
  readonly host: string;
  readonly standing: CredentialStanding;
  /** Aborted when the host is not asked any more. */
  readonly over: AbortController;
}

/**
 * Knows how to become other users, and what hosts said to the passwords: as with logins, one is tried once on a host, and
 * after three hosts have rejected it no other one is given it that has not accepted it before.
 */
export class BecomeBreaker {
  readonly #meansOf: (host: string) => Promise<BecomeMeans>;
  readonly #timers: Timers;
  readonly #standings = new Map<string, CredentialStanding>();
  /** By host. */
  readonly #trials = new Map<string, Trial>();

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
    const trial = { host, standing, over: this.#trials.get(host)?.over ?? new AbortController() };
    this.#trials.set(host, trial);
    const why = standing.whyNot(host);
    if (why === undefined) return { method, user, password, trial: passwordTrial(trial) };
    const message =
      why === 'rejected elsewhere'
        ? blocked(host, method)
        : `${method} on ${host} did not take the password before in this run, and it is not tried twice: mend become.password`;
    throw new TaskFailure('become_password_blocked', message, { ran: 'no' });
  }

  rejected(host: string): void {
    this.#trials.get(host)?.standing.rejected(host);
  }

  /** Whatever was tried has come to an end. */
  ended(host: string): void {
    const trial = this.#trials.get(host);
    this.#trials.delete(host);
    trial?.over.abort();
    trial?.standing.ended(host);
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

function passwordTrial({ host, standing, over }: Trial): PasswordTrial {
  return {
    mayAnswer: async () => {
      await standing.turn(host, over.signal);
      return !over.signal.aborted && standing.whyNot(host) === undefined;
    },
    accepted: () => {
      standing.accepted(host);
      standing.ended(host);
    },
  };
}
