import type { Client, ClientChannel } from 'ssh2';
import { isOpenSsh, privateField, privateObject } from './private-field.ts';

/** OpenSSH tells what it has handed on once that is more than three packets (channel_check_window in its channels.c). */
const firstPackets = 4;

/**
 * What is on its way to the host's program begins with a few packets and grows by as much as was handed on, as in
 * TCP (RFC 5681). OpenSSH's window of 2 MB, used at once, is dear for the host: while its program has not begun to read, sshd
 * enlarges its buffer packet by packet and copies all of it each time. That is up to 5 ms of CPU for a file of 1 MB.
 *
 * Only with OpenSSH: others may say nothing before half of a window is used. ssh2 has no way to say so, hence
 * its private fields; where they are called otherwise, nothing is changed. To be called once, before anything is written.
 */
export function startSlowly(client: Client, channel: ClientChannel): void {
  const outgoing = privateObject(channel, 'outgoing');
  const offered = privateField(outgoing, 'window');
  const packetBytes = privateField(outgoing, 'packetSize');
  if (outgoing === undefined || !isOpenSsh(client)) return;
  if (typeof offered !== 'number' || typeof packetBytes !== 'number') return;
  let window = Math.min(offered, firstPackets * packetBytes);
  let heldBack = offered - window;
  Object.defineProperty(outgoing, 'window', {
    get: () => window,
    set: (next: number) => {
      const handedOn = Math.max(0, next - window);
      const more = Math.min(handedOn, heldBack);
      heldBack -= more;
      window = next + more;
    },
  });
}
