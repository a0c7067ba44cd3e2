import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Endpoint } from '../transport.ts';
import type { Deadline } from './deadline.ts';
import type { Gate } from './gate.ts';
import { DroppedAtStart, exchangeIdentification } from './identification.ts';
import { type JumpHosts, JumpIsBusy } from './jump-hosts.ts';
import { type Login, logIn } from './login/login.ts';
import type { Pace } from './pace.ts';
import { placeOf } from './place.ts';
import type { SshLink } from './ssh-link.ts';
import { openTcp } from './tcp.ts';

/** What all logins of a transport share. */
export interface Shared {
  readonly jumps: JumpHosts;
  readonly keyExchanges: Gate;
  readonly logins: Pace;
  /** By jump host. */
  readonly loginsThroughJumps: Pace;
}

/**
 * From nothing to a login. A host that drops us before anything was said is asked again, as sshd does so at random when
 * it is busy. @throws TransportError, or the signal's reason
 */
export async function dial(login: Login, shared: Shared, deadline: Deadline): Promise<SshLink> {
  for (let drops = 1; ; drops += 1) {
    try {
      return await dialInTurn(login, shared, deadline);
    } catch (error) {
      const pauseMs = isBusy(error) ? pauseAfter(error, drops) : undefined;
      if (pauseMs === undefined || pauseMs >= deadline.leftMs) throw error;
      await pause(pauseMs, deadline.signal);
    }
  }
}

/** Waiting for a turn costs the host no time, and while it pauses another has its turn. */
async function dialInTurn(login: Login, shared: Shared, deadline: Deadline): Promise<SshLink> {
  const { endpoint } = login;
  const { jump } = endpoint;
  deadline.pause();
  using jumpTurn = jump && (await shared.loginsThroughJumps.enter(nameOf(jump), deadline.signal));
  using turn = await shared.logins.enter(nameOf(endpoint), deadline.signal);
  deadline.resume();
  try {
    const link = await dialOnce(login, shared, deadline);
    jumpTurn?.succeeded();
    turn.succeeded();
    return link;
  } catch (error) {
    if (error instanceof JumpIsBusy) jumpTurn?.turnedAway();
    else if (isBusy(error)) turn.turnedAway();
    throw error;
  }
}

function isBusy(error: unknown): error is DroppedAtStart | JumpIsBusy {
  return error instanceof DroppedAtStart || error instanceof JumpIsBusy;
}

const mostBusyDrops = 6;
const firstPauseMs = 200;
/** Penalties of sshd last from one second to minutes. */
const penaltyPauseMs = 2_000;

function pauseAfter(error: DroppedAtStart | JumpIsBusy, drops: number): number | undefined {
  if (error instanceof DroppedAtStart && error.why === 'penalty') return penaltyPauseMs;
  if (drops >= mostBusyDrops) return;
  return firstPauseMs * 2 ** (drops - 1) * (0.5 + Math.random()); // Not all at once again.
}

async function pause(timeMs: number, signal: AbortSignal): Promise<void> {
  await sleep(timeMs, undefined, { signal }).catch(() => signal.throwIfAborted());
}

async function dialOnce(login: Login, { jumps, keyExchanges }: Shared, deadline: Deadline): Promise<SshLink> {
  const { endpoint, aroundLogin } = login;
  const { signal } = deadline;
  const { jump } = endpoint;
  const socket =
    jump === undefined
      ? await openTcp(endpoint, signal)
      : await jumps.open(jump, endpoint, { deadline, aroundLogin });
  try {
    await exchangeIdentification(socket, placeOf(endpoint), signal);
    return await logInInTurn(socket, login, keyExchanges, deadline);
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

/** Behind different jump hosts the same address is another host. */
function nameOf({ address, port, jump }: Endpoint): string {
  return JSON.stringify([address, port, jump === undefined ? '' : nameOf(jump)]);
}
