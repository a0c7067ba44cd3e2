import type { Duplex } from 'node:stream';
import type { ConnectConfig } from 'ssh2';
import { TransportError } from '../../errors.ts';
import type { AroundLogin, Endpoint } from '../../transport.ts';
import { TimeIsOut } from '../deadline.ts';
import type { HostKeyCheck } from '../host-keys/check.ts';
import { placeOf } from '../place.ts';
import { beginAtOnce } from '../private-parts/begun-at-once.ts';
import { reusePacketMemory } from '../private-parts/packet-memory.ts';
import { prepareKeys } from '../private-parts/prepared-keys.ts';
import { quietHostKeys } from '../private-parts/quiet-host-keys.ts';
import { signAtOnce } from '../private-parts/signed-at-once.ts';
import { SshLink } from '../ssh-link.ts';
import { untilAborted } from '../until-aborted.ts';
import { offeredAlgorithms } from './algorithms.ts';
import { Authentication } from './authentication.ts';
import type { Proofs } from './credentials.ts';
import { type LoginProgress, loginFailure, loginTimeout } from './login-failure.ts';

/** Everything that a login needs but a socket. */
export interface Login {
  readonly endpoint: Endpoint;
  readonly hostKey: HostKeyCheck;
  readonly proofs: Proofs;
  /** How often ssh2 asks a silent host whether it lives; 0 is never. */
  readonly keepaliveMs: number;
  /** See AroundLogin. */
  readonly beforeLogin: () => Promise<void>;
  /** For the jump hosts on the way. */
  readonly aroundLogin: AroundLogin;
}

/**
 * Key exchange, host key and login, over a socket whose identifications were exchanged. `onKeysExchanged`: the part
 * that costs CPU is over. @throws TransportError, or the signal's reason; the socket is destroyed then
 */
export async function logIn(
  socket: Duplex,
  login: Login,
  signal: AbortSignal,
  onKeysExchanged: () => void,
): Promise<SshLink> {
  const { endpoint } = login;
  const link = new SshLink(socket);
  const progress: LoginProgress = { phase: 'kex', banner: '' };
  const auth = new Authentication(endpoint, login.proofs, (failure) =>
    link.end({ lost: undefined, failure }),
  );
  try {
    await untilAborted<void>(signal, (resolve, reject) => {
      const forget = link.onEnd((end) =>
        reject(loginFailure(endpoint, end, progress, { auth, head: link.head })),
      );
      link.client.on('handshake', () => {
        prepareKeys(link.client); // Also at each rekey.
        reusePacketMemory(link.client);
      });
      link.client.once('handshake', () => {
        progress.phase = 'auth';
        quietHostKeys(link.client);
        beginAtOnce(link.client);
        signAtOnce(link.client, () => auth.isLastKey);
        onKeysExchanged();
      });
      link.client.on('banner', (text) => {
        progress.banner = (progress.banner + text).slice(-500);
      });
      link.client.once('change password', () => link.end({ lost: undefined, failure: expired(endpoint) }));
      link.client.once('ready', resolve);
      link.start(config(login, link, auth));
      return forget;
    });
    link.forgetHead();
    return link;
  } catch (error) {
    link.end({ lost: undefined });
    throw error instanceof TimeIsOut ? loginTimeout(endpoint, progress, auth) : error;
  }
}

/** Answers are kept alive by our own count: ssh2's would call a slow upload dead. */
const neverGiveUp = Number.MAX_SAFE_INTEGER;

function config(
  { endpoint, hostKey, keepaliveMs, beforeLogin }: Login,
  link: SshLink,
  auth: Authentication,
): ConnectConfig {
  let mayLogIn: Promise<void> | undefined;
  return {
    username: endpoint.user,
    algorithms: offeredAlgorithms(hostKey.keyTypes),
    keepaliveInterval: keepaliveMs,
    keepaliveCountMax: neverGiveUp,
    hostVerifier: (key: Buffer): boolean => {
      const failure = hostKey.refusal(key);
      if (failure !== undefined) link.end({ lost: { reason: 'hostkey', message: failure.message }, failure });
      return failure === undefined;
    },
    authHandler: (offered, isPartial, next) => {
      // By now the host has proven its key, and nothing of ours was sent.
      mayLogIn ??= hostKey.remember().then(beforeLogin);
      mayLogIn.then(
        () => {
          const method = link.ended === undefined ? auth.next(offered, isPartial) : undefined;
          if (method !== undefined) next(method);
        },
        (failure: unknown) => link.end({ lost: undefined, failure: asTransportError(failure, endpoint) }),
      );
    },
  };
}

function asTransportError(error: unknown, endpoint: Endpoint): TransportError {
  if (error instanceof TransportError) return error;
  return new TransportError('protocol_error', `the login to ${placeOf(endpoint)} failed: ${String(error)}`, {
    cause: error,
  });
}

function expired(endpoint: Endpoint): TransportError {
  const message = `the password of ${endpoint.user} on ${placeOf(endpoint)} has expired: log in by hand and change it`;
  return new TransportError('auth_rejected', message);
}
