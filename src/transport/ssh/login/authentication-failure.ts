import { TransportError } from '../../errors.ts';
import type { Endpoint } from '../../transport.ts';
import { placeOf } from '../place.ts';
import { printable } from '../printable.ts';
import type { Proof } from './credentials.ts';

/** What was done, in the order of doing. */
export interface TriedLogin {
  /** And rejected. */
  readonly tried: readonly Proof[];
  /** What the server took, and then wanted more. */
  readonly taken: readonly Proof[];
  /** Sentences about credentials that could not be used. */
  readonly problems: readonly string[];
  /** What the server still takes, where it said so. */
  readonly offered: readonly string[] | undefined;
}

/** `auth_rejected`, or `key_unusable` when none of ours was ever put before the server. */
export function rejectedLogin(
  endpoint: Endpoint,
  { tried, taken, problems, offered }: TriedLogin,
): TransportError {
  const who = `${placeOf(endpoint)} does not let ${endpoint.user} in`;
  const agents = tried.flatMap((proof) => (proof.kind === 'agent' ? (proof.agent.problem ?? []) : []));
  const trouble = [...problems, ...agents];
  const shown = tried.filter((proof) => proof.kind !== 'agent' || proof.agent.count > 0);
  if (shown.length === 0 && taken.length === 0 && trouble.length > 0) {
    return new TransportError('key_unusable', `${who}: ${trouble.join('; ')}`);
  }
  const offer = offered === undefined ? '' : `; the server takes ${printable(offered.join(', '))}`;
  const rest = trouble.length > 0 ? `; not used: ${trouble.join('; ')}` : '';
  if (shown.length === 0 && taken.length > 0) {
    const message = `${who} yet: it took the ${names(taken)} and wants more (AuthenticationMethods of its sshd)${offer}${rest}. Set that for this host too`;
    return new TransportError('auth_rejected', message);
  }
  if (shown.length === 0) {
    const message = `${who}: none of the ways to log in that are set is one that it offers${offer}${rest}`;
    return new TransportError('auth_rejected', message);
  }
  const before = taken.length === 0 ? '' : `it took the ${names(taken)}, and `;
  const message = `${who}: ${before || 'it '}rejected the ${names(shown)}${offer}${rest}. ${advice(shown)}`;
  return new TransportError('auth_rejected', message);
}

function names(proofs: readonly Proof[]): string {
  return proofs.map(nameOf).join(', then the ');
}

function nameOf(proof: Proof): string {
  switch (proof.kind) {
    case 'password':
      return 'password';
    case 'key':
      return `key ${proof.path}`;
    case 'agent':
      return proof.agent.count === 1 ? 'key of the agent' : `${proof.agent.count} keys of the agent`;
  }
}

function advice(tried: readonly Proof[]): string {
  const hasKey = tried.some(({ kind }) => kind !== 'password');
  return hasKey
    ? "Is the user right, and is the key's public half in that user's ~/.ssh/authorized_keys?"
    : 'Are the user and the password right?';
}
