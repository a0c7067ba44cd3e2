import { createHash } from 'node:crypto';
import { TransportError } from '../transport/errors.ts';
import type { Credential, Endpoint } from '../transport/transport.ts';

const mostRejections = 3;

/**
 * Stops trying a credential after three hosts have rejected it, so that a wrong password does not lock an account
 * on the whole fleet. A host that has accepted it before is still tried.
 */
export class CredentialBreaker {
  readonly #rejectedBy = new Map<string, Set<string>>();
  readonly #acceptedBy = new Map<string, Set<string>>();

  /** Rejects with `credential_blocked` instead of connecting. */
  async guard<Connected>(endpoint: Endpoint, connect: () => Promise<Connected>): Promise<Connected> {
    const key = identity(endpoint);
    const rejections = this.#rejectedBy.get(key)?.size ?? 0;
    if (rejections >= mostRejections && !this.#acceptedBy.get(key)?.has(endpoint.host)) {
      throw new TransportError('credential_blocked', blocked(endpoint));
    }
    try {
      const connected = await connect();
      add(this.#acceptedBy, key, endpoint.host);
      return connected;
    } catch (error) {
      const isRejection = error instanceof TransportError && error.reason === 'auth_rejected';
      if (isRejection) add(this.#rejectedBy, key, endpoint.host);
      throw error;
    }
  }
}

function blocked({ host, user }: Endpoint): string {
  return `${mostRejections} hosts have rejected the credentials of ${user}, so ${host} was not tried with them, to lock no account: mend the user, key or password in the inventory`;
}

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

function add(sets: Map<string, Set<string>>, key: string, host: string): void {
  const set = sets.get(key) ?? new Set();
  sets.set(key, set.add(host));
}
