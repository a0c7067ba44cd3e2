import type { ClientChannel } from 'ssh2';
import { TransportError } from '../errors.ts';
import type { LinkLost } from '../transport.ts';
import type { OpenedAhead } from './private-parts/opened-ahead.ts';
import { startSlowly } from './private-parts/slow-start.ts';
import { SshChannel } from './ssh-channel.ts';
import type { SshLink } from './ssh-link.ts';
import { untilAborted } from './until-aborted.ts';

/** The host allows no further channel now (RFC 4254 section 5.1, CHANNEL_OPEN_FAILURE). */
export class ChannelDenied extends Error {}

/** The channel is open and the host would not run anything on it. */
export class ExecDenied extends Error {}

/**
 * Opens a channel, or takes the one that was opened ahead, and starts a command on it. An answer that comes when nobody waits any
 * more closes what it opened: the command has read nothing then. @throws ChannelDenied, ExecDenied, TransportError lost_before_start, or the signal's reason
 */
export function requestExec(
  link: SshLink,
  command: string,
  place: string,
  signal: AbortSignal,
  ahead?: OpenedAhead,
): Promise<SshChannel> {
  return untilAborted(signal, (resolve, reject) => {
    let isWanted = true;
    const forget = link.onEnd(({ lost }) => reject(lostBefore(place, lost)));
    if (link.ended !== undefined) reject(lostBefore(place, link.ended.lost));
    else
      (ahead ?? link.client).exec(command, (error, channel) => {
        if (error) reject(isDenial(error) ? new ChannelDenied(error.message) : new ExecDenied(error.message));
        else if (isWanted) {
          startSlowly(link.client, channel);
          resolve(new SshChannel(channel));
        } else letGo(channel);
      });
    return () => {
      isWanted = false;
      forget();
    };
  });
}

/** ssh2 hands on the number of the denial, and no number with all other errors. */
export function isDenial(error: Error): boolean {
  return 'reason' in error && typeof error.reason === 'number';
}

function letGo(channel: ClientChannel): void {
  channel.on('error', () => {});
  channel.close();
  channel.resume();
  channel.stderr.resume();
}

function lostBefore(place: string, lost: LinkLost | undefined): TransportError {
  const why = lost === undefined ? 'it was closed here' : lost.message;
  const message = `the connection to ${place} was gone before anything was started: ${why}`;
  return new TransportError('lost_before_start', message);
}
