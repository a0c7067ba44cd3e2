import { connect, isIP, type Socket } from 'node:net';
import type { Reason } from '../../result/reason.ts';
import { codeOf } from '../../result/why.ts';
import { TransportError } from '../errors.ts';
import type { Endpoint } from '../transport.ts';
import { TimeIsOut } from './deadline.ts';
import { droppedSilently } from './identification.ts';
import { placeOf } from './place.ts';
import { untilAborted } from './until-aborted.ts';

/** How long one of several addresses may take before the next is tried: a satellite link needs over half a second. */
const nextAddressMs = 2_000;

/** Opens a connection to the endpoint itself. @throws TransportError, or the signal's reason */
export async function openTcp(endpoint: Endpoint, signal: AbortSignal): Promise<Socket> {
  const { address: host, port } = endpoint;
  let socket: Socket | undefined;
  let isResolved = isIP(host) !== 0;
  const resolved = () => {
    isResolved = true;
  };
  try {
    return await untilAborted<Socket>(signal, (resolve, reject) => {
      const opening = connect({
        host,
        port,
        noDelay: true,
        autoSelectFamily: true,
        autoSelectFamilyAttemptTimeout: nextAddressMs,
      });
      socket = opening;
      opening.on('error', ignore); // For ever: one that nobody hears would end the process.
      const connected = () => resolve(opening);
      opening.once('lookup', resolved).once('connect', connected).once('error', reject);
      return () => opening.off('lookup', resolved).off('connect', connected).off('error', reject);
    });
  } catch (error) {
    socket?.destroy();
    if (error instanceof TimeIsOut) throw connectTimeout(endpoint, isResolved);
    throw error === signal.reason ? error : connectFailure(endpoint, error);
  }
}

function ignore(): void {}

function connectTimeout(endpoint: Endpoint, isResolved: boolean): TransportError {
  const { reason, text } = isResolved ? noAnswer : noName;
  return new TransportError(reason, `${placeOf(endpoint)} ${text}`);
}

function connectFailure(endpoint: Endpoint, error: unknown): TransportError {
  const code = tellingCode(error);
  if (code === 'ECONNRESET') return droppedSilently(placeOf(endpoint)); // Taken and dropped in one.
  const { reason, text } = failures[code] ?? {
    reason: 'connect_failed',
    text: `cannot be reached (${code === '' ? String(error) : code})`,
  };
  return new TransportError(reason, `${placeOf(endpoint)} ${text}`, { cause: error });
}

/** Several addresses fail together: the one that answered at all tells most. */
function tellingCode(error: unknown): string {
  const errors = error instanceof AggregateError ? error.errors : [error];
  const codes = errors.map((one) => codeOf(one) ?? '');
  return codes.find((code) => code === 'ECONNREFUSED') ?? codes[0] ?? '';
}

const refused = {
  reason: 'refused',
  text: 'refuses the connection: nothing listens at that port; is sshd running there, and is the port right?',
} as const;
const noRoute = {
  reason: 'no_route',
  text: 'has no route from here: is it switched on, and are address and network right?',
} as const;
const noName = {
  reason: 'name_not_found',
  text: 'has an address that the DNS does not know: is the name right, and does the DNS answer? ~/.ssh/config is not read: the HostName of an alias there is the address here',
} as const;
const noAnswer = {
  reason: 'connect_timeout',
  text: 'does not answer: is it switched on, is the address right, and does a firewall drop us?',
} as const;
const noFiles = {
  reason: 'connect_failed',
  text: 'cannot be reached, as too many files are open here: raise "ulimit -n" or lower the concurrency',
} as const;

const failures: Readonly<Record<string, { readonly reason: Reason; readonly text: string }>> = {
  ECONNREFUSED: refused,
  EHOSTUNREACH: noRoute,
  ENETUNREACH: noRoute,
  EHOSTDOWN: noRoute,
  ENETDOWN: noRoute,
  ENOTFOUND: noName,
  EAI_AGAIN: noName,
  EAI_FAIL: noName,
  EMFILE: noFiles,
  ENFILE: noFiles,
  ETIMEDOUT: noAnswer,
  EACCES: { reason: 'connect_failed', text: 'cannot be reached: a firewall of this machine forbids it' },
  EPERM: { reason: 'connect_failed', text: 'cannot be reached: a firewall of this machine forbids it' },
};
