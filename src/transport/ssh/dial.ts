import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Deadline } from './deadline.ts';
import type { Gate } from './gate.ts';
import { DroppedAtStart, exchangeIdentification } from './identification.ts';
import type { JumpHosts } from './jump-hosts.ts';
import { type Login, logIn } from './login.ts';
import { placeOf } from './place.ts';
import type { SshLink } from './ssh-link.ts';
import { openTcp } from './tcp.ts';

/** What all logins of a transport share. */
export interface Exchange {
  readonly keyExchanges: Gate;
  readonly jumps: JumpHosts;
}

/**
 * From nothing to a login. A host that drops us before anything was said is asked again, as sshd does so at random when
 * it is busy. @throws TransportError, or the signal's reason
 */
export async function dial(login: Login, exchange: Exchange, deadline: Deadline): Promise<SshLink> {
  for (let drops = 1; ; drops += 1) {
    try {
      return await dialOnce(login, exchange, deadline);
    } catch (error) {
      const pauseMs = error instanceof DroppedAtStart ? pauseAfter(error, drops) : undefined;
      if (pauseMs === undefined || pauseMs >= deadline.leftMs) throw error;
      await pause(pauseMs, deadline.signal);
    }
  }
}

const mostBusyDrops = 6;
const firstPauseMs = 200;
/** Penalties of sshd last from one second to minutes. */
const penaltyPauseMs = 2_000;

function pauseAfter({ why }: DroppedAtStart, drops: number): number | undefined {
  if (why === 'penalty') return penaltyPauseMs;
  if (drops >= mostBusyDrops) return;
  return firstPauseMs * 2 ** (drops - 1) * (0.5 + Math.random()); // Not all at once again.
}

async function pause(timeMs: number, signal: AbortSignal): Promise<void> {
  await sleep(timeMs, undefined, { signal }).catch(() => signal.throwIfAborted());
}

async function dialOnce(login: Login, exchange: Exchange, deadline: Deadline): Promise<SshLink> {
  const { endpoint } = login;
  const { signal } = deadline;
  const { jump } = endpoint;
  const socket =
    jump === undefined
      ? await openTcp(endpoint, signal)
      : await exchange.jumps.open(jump, endpoint, deadline);
  try {
    await exchangeIdentification(socket, placeOf(endpoint), signal);
    return await logInInTurn(socket, login, exchange.keyExchanges, deadline);
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** A turn lasts as long as the key exchange: silent hosts and slow logins hold nobody up. Waiting costs the host no time. */
async function logInInTurn(socket: Duplex, login: Login, turns: Gate, deadline: Deadline): Promise<SshLink> {
  deadline.pause();
  using turn = await turns.enter(deadline.signal);
  deadline.resume();
  return await logIn(socket, login, deadline.signal, () => turn[Symbol.dispose]());
}
