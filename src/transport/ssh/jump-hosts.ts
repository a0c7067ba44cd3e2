import type { Duplex } from 'node:stream';
import { reasons } from '../../result/reason.ts';
import { TransportError } from '../errors.ts';
import type { AroundLogin, ConnectLimits, Endpoint } from '../transport.ts';
import { type Deadline, TimeIsOut } from './deadline.ts';
import { ForwardedSocket } from './forwarded-socket.ts';
import { placeOf } from './place.ts';
import type { SshConnection } from './ssh-connection.ts';
import { untilAborted } from './until-aborted.ts';

/** A jump host that has no room for another connection now. */
export class JumpIsBusy extends TransportError {
  constructor(jump: Endpoint, target: Endpoint) {
    const where = `${placeOf(target)} cannot be reached, as its jump host ${placeOf(jump)}`;
    super(
      'jump_failed',
      `${where} has no room for another connection: raise its limits or lower the concurrency`,
    );
  }
}

type ConnectJump = (jump: Endpoint, limits: Omit<ConnectLimits, 'signal'>) => Promise<SshConnection>;

/** Of whoever needs the way. */
interface Wish {
  readonly deadline: Deadline;
  readonly aroundLogin: AroundLogin;
}

/** One connection to each jump host, shared by all hosts behind it, kept until the transport is closed. */
export class JumpHosts {
  readonly #connect: ConnectJump;
  readonly #connections = new Map<string, Promise<SshConnection>>();

  constructor(connect: ConnectJump) {
    this.#connect = connect;
  }

  /** A connection from `jump` to the target. @throws TransportError, or the deadline's reason */
  async open(jump: Endpoint, target: Endpoint, wish: Wish): Promise<Duplex> {
    const { deadline } = wish;
    const { link } = await this.#connection(jump, target, wish);
    try {
      return await untilAborted<Duplex>(deadline.signal, (resolve, reject) => {
        let isWanted = true;
        const forget = link.onEnd(({ lost }) => reject(jumpLost(jump, target, lost?.message)));
        if (link.ended !== undefined) reject(jumpLost(jump, target, undefined));
        else
          link.client.forwardOut('127.0.0.1', 0, target.address, target.port, (error, channel) => {
            if (error) reject(openFailure(jump, target, error));
            else if (isWanted) resolve(new ForwardedSocket(channel).on('error', () => {}));
            else channel.close();
          });
        return () => {
          isWanted = false;
          forget();
        };
      });
    } catch (error) {
      throw error instanceof TimeIsOut ? forwardFailure(jump, target, new Error('timed out')) : error;
    }
  }

  /** To be closed by whoever made them. */
  async connected(): Promise<ReadonlySet<SshConnection>> {
    const connections = await Promise.allSettled(this.#connections.values());
    return new Set(connections.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])));
  }

  async #connection(jump: Endpoint, target: Endpoint, wish: Wish): Promise<SshConnection> {
    const { deadline, aroundLogin } = wish;
    const name = nameOf(jump);
    // Less time than the target has, so that the jump host's own reason is heard.
    const limits = { timeoutMs: 0.9 * deadline.leftMs, aroundLogin };
    const connection = this.#connections.get(name) ?? this.#start(name, jump, limits);
    try {
      return await untilAborted<SshConnection>(deadline.signal, (resolve, reject) => {
        connection.then(resolve, reject);
        return () => {};
      });
    } catch (error) {
      if (error instanceof TimeIsOut) throw jumpLost(jump, target, 'it did not let us in in time');
      if (!(error instanceof TransportError)) throw error;
      const message = `${placeOf(target)} cannot be reached, as its jump host fails (${error.reason}): ${error.message}`;
      throw new TransportError('jump_failed', message, { cause: error });
    }
  }

  /** A failure that would come again is kept: a rejected password is not sent for each host behind the jump host. */
  #start(name: string, jump: Endpoint, limits: Omit<ConnectLimits, 'signal'>): Promise<SshConnection> {
    const connection = this.#connect(jump, limits);
    this.#connections.set(name, connection);
    const forget = () => this.#connections.get(name) === connection && this.#connections.delete(name);
    connection.then(
      ({ link }) => void (link.ended === undefined ? link.onEnd(forget) : forget()),
      (error: unknown) => {
        if (!(error instanceof TransportError) || reasons[error.reason].isRetryable) forget();
      },
    );
    return connection;
  }
}

function nameOf({ host, address, port, user, jump }: Endpoint): string {
  return JSON.stringify([host, address, port, user, jump === undefined ? '' : nameOf(jump)]);
}

function jumpLost(jump: Endpoint, target: Endpoint, why = 'it was closed'): TransportError {
  const message = `${placeOf(target)} cannot be reached, as there is no connection to its jump host ${placeOf(jump)}: ${why}`;
  return new TransportError('jump_failed', message);
}

/** SSH_OPEN_RESOURCE_SHORTAGE of RFC 4254 section 5.1. */
const resourceShortage = 4;

function openFailure(jump: Endpoint, target: Endpoint, error: Error & { reason?: unknown }): TransportError {
  return error.reason === resourceShortage
    ? new JumpIsBusy(jump, target)
    : forwardFailure(jump, target, error);
}

/** sshd tells as text what connect(2) or getaddrinfo(3) said there. */
function forwardFailure(jump: Endpoint, target: Endpoint, error: Error): TransportError {
  const known = forwardFailures.find(({ sign }) => sign.test(error.message));
  const said = error.message.replace(/^\(SSH\) Channel open failure: /, '');
  const advice = known?.advice ?? 'is it switched on, and does the jump host reach it?';
  const message = `${placeOf(target)} cannot be reached from its jump host ${placeOf(jump)} (${said}): ${advice}`;
  return new TransportError(known?.reason ?? 'connect_failed', message, { cause: error });
}

const forwardFailures = [
  { sign: /refused/i, reason: 'refused', advice: 'nothing listens at that port' },
  {
    sign: /no route|unreachable/i,
    reason: 'no_route',
    advice: 'is it switched on, and is the address right?',
  },
  { sign: /timed out/i, reason: 'connect_timeout', advice: 'is it switched on?' },
  { sign: /name|resolution|nodename/i, reason: 'name_not_found', advice: 'the jump host must know the name' },
  {
    sign: /prohibited|open failed/i,
    reason: 'jump_failed',
    advice: 'its sshd forbids it: AllowTcpForwarding, PermitOpen',
  },
] as const;
