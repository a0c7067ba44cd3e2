import { createHash } from 'node:crypto';
import type { Timers } from '../../remote/time/timers.ts';
import { TransportError } from '../../transport/errors.ts';
import type { AroundLogin, Credential, Endpoint } from '../../transport/transport.ts';
import { CredentialStanding } from './credential-standing.ts';

/**
 * Stops trying a credential after three hosts have rejected it, so that a wrong password does not lock an account on
 * the whole fleet, and never tries it twice on a host that has rejected it. A host that has accepted it before is still
 * tried.
 */
export class CredentialBreaker {
  readonly #standings = new Map<string, CredentialStanding>();
  readonly #timers: Timers | undefined;

  /** Those of the system unless told. */
  constructor(timers?: Timers) {
    this.#timers = timers;
  }

  /** Rejects with `credential_blocked` instead of connecting, or of going on with the login. */
  readonly guard: AroundLogin = async (endpoint, logIn) => {
    const { host } = endpoint;
    const standing = this.#standingOf(endpoint);
    const refuse = () => {
      const why = standing.whyNot(host);
      if (why !== undefined) throw new TransportError('credential_blocked', sentences[why](endpoint));
    };
    refuse();
    const over = new AbortController();
    try {
      const connected = await logIn(async () => {
        await standing.turn(host, over.signal);
        refuse();
      });
      standing.accepted(host);
      return connected;
    } catch (error) {
      if (error instanceof TransportError && error.reason === 'auth_rejected') standing.rejected(host);
      throw error;
    } finally {
      over.abort();
      standing.ended(host);
    }
  };

  #standingOf(endpoint: Endpoint): CredentialStanding {
    const key = identity(endpoint);
    const standing = this.#standings.get(key) ?? new CredentialStanding(this.#timers);
    this.#standings.set(key, standing);
    return standing;
  }
}

const sentences = {
  'rejected here': ({ host, user }: Endpoint) =>
    `${host} has rejected the credentials of ${user} before in this run, and they are not tried twice: mend the user, key or password in the inventory`,
  'rejected elsewhere': ({ host, user }: Endpoint) =>
    `three hosts have rejected the credentials of ${user}, so ${host} was not tried with them, to lock no account: mend the user, key or password in the inventory`,
} as const;

function identity({ user, credentials }: Endpoint): string {
  return createHash('sha256')
    .update(JSON.stringify([user, credentials.map(part)]))
    .digest('hex');
}

function part(credential: Credential): readonly string[] {
  switch (credential.kind) {
    case 'password':
      return ['password', credential.password];
    case 'key':
      return ['key', credential.path];
    case 'agent':
      return ['agent', credential.socket];
  }
}
