import { TransportError } from '../../errors.ts';
import type { Endpoint } from '../../transport.ts';
import { DroppedAtStart } from '../identification.ts';
import { placeOf } from '../place.ts';
import { printable } from '../printable.ts';
import type { LinkEnd } from '../ssh-link.ts';
import type { Authentication } from './authentication.ts';
import { type Offer, readOffer } from './offer.ts';

/** How far a login had come, for the reason of its failure. */
export interface LoginProgress {
  phase: 'kex' | 'auth';
  /** What the server said to a person during the login. */
  banner: string;
}

/** The time of a login is out after the identifications were exchanged. */
export function loginTimeout(
  endpoint: Endpoint,
  { phase }: LoginProgress,
  auth: Authentication,
): TransportError {
  const place = placeOf(endpoint);
  if (phase === 'kex') {
    return new TransportError(
      'kex_timeout',
      `${place} began to speak SSH and then stopped answering, before the login: it is overloaded, or the network loses large packets (MTU)`,
    );
  }
  const who = auth.waitsForAgent ? 'the agent or the host gave no answer' : 'the host gave no answer';
  return new TransportError(
    'auth_timeout',
    `${who} when ${endpoint.user} logged in to ${place}: it is overloaded, or its PAM or DNS hangs`,
  );
}

/** The link ended during a login; `head` is what the server sent first. */
export function loginFailure(
  endpoint: Endpoint,
  end: LinkEnd,
  progress: LoginProgress,
  { auth, head }: { readonly auth: Authentication; readonly head: Buffer },
): TransportError {
  if (end.failure !== undefined) return end.failure;
  const { reason = 'closed', message = '' } = end.lost ?? {};
  const said = printable(message);
  if (progress.phase === 'auth') return authFailure(endpoint, { reason, said }, progress, auth);
  const place = placeOf(endpoint);
  if (/no matching/.test(message)) return noCommonAlgorithm(place, said, readOffer(head));
  if (reason !== 'protocol')
    return new DroppedAtStart(place, `ended the connection in the key exchange (${said})`, 'busy');
  return new TransportError(
    'protocol_error',
    `${place} broke the SSH protocol in the key exchange (${said}): is something in between?`,
  );
}

function noCommonAlgorithm(place: string, said: string, offer: Offer | undefined): TransportError {
  const kind = kinds.find(({ sign }) => sign.test(said));
  const list = kind && offer?.[kind.list];
  const offered = list === undefined ? '' : `; it offers ${printable(list)}`;
  const what = kind?.name ?? 'algorithm';
  return new TransportError(
    'no_common_algorithm',
    `${place} and we have no ${what} in common${offered}: allow a modern one in its sshd_config${kind ? ` (${kind.option})` : ''}`,
  );
}

/** By ssh2's messages in lib/protocol/kex.js. */
const kinds = [
  { sign: /key exchange/, name: 'key exchange', list: 'kex', option: 'KexAlgorithms' },
  { sign: /host key/, name: 'type of host key', list: 'hostKey', option: 'HostKeyAlgorithms, HostKey' },
  { sign: /cipher/, name: 'cipher', list: 'cipher', option: 'Ciphers' },
  { sign: /MAC/, name: 'MAC', list: 'mac', option: 'MACs' },
  { sign: /compression/, name: 'compression', list: 'compression', option: 'Compression' },
] as const satisfies readonly { sign: RegExp; name: string; list: keyof Offer; option: string }[];

interface Ended {
  readonly reason: string;
  readonly said: string;
}

function authFailure(
  endpoint: Endpoint,
  { reason, said }: Ended,
  { banner }: LoginProgress,
  auth: Authentication,
): TransportError {
  const place = placeOf(endpoint);
  if (/too many authentication failures/i.test(said)) return auth.rejected();
  if (reason === 'protocol') {
    return new TransportError(
      'protocol_error',
      `${place} broke the SSH protocol in the login (${said}): is something in between?`,
    );
  }
  const words = banner === '' ? '' : `; it says "${printable(banner)}"`;
  // pam_nologin(8): the credentials may be right, and will be taken when the host is up.
  const isClosedForAll = /system is (?:booting|going|shutting|being)|not permitted to log in|nologin/i.test(
    banner,
  );
  if (isClosedForAll) {
    return new TransportError(
      'login_closed',
      `${place} lets nobody in for now: it says "${printable(banner)}". It is booting or shutting down, or there is a file /etc/nologin or /run/nologin; the credentials were not judged`,
    );
  }
  if (auth.wasPasswordSent) {
    return new TransportError(
      'auth_rejected',
      `${place} closed the connection when it had the password of ${endpoint.user}${words}: is the account locked or expired? The password is not sent again`,
    );
  }
  return new TransportError(
    'dropped_before_auth',
    `${place} closed the connection while ${endpoint.user} logged in (${said})${words}`,
  );
}
