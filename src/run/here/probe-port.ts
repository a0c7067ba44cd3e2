import { connect } from 'node:net';
import { onAbort } from '../../remote/time/on-abort.ts';
import { systemTimers } from '../../remote/time/timers.ts';
import { codeOf } from '../../result/why.ts';
import type { PortAnswer } from '../../stages/answers.ts';
import { limitText } from '../../stages/duration.ts';
import type { Limits } from '../links/connections.ts';

export interface PortPlace {
  readonly host: string;
  readonly address: string;
  readonly port: number;
}

/** Connects to a TCP port and lets go of it at once: nothing is sent. Never rejects. */
export function probePort(
  { address, port }: Omit<PortPlace, 'host'>,
  { timeoutMs, signal }: Limits,
): Promise<PortAnswer> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port });
    const end = (answer: PortAnswer) => {
      cancelTimer();
      forgetSignal();
      socket.destroy();
      resolve(answer);
    };
    const stop = () => end({ isOpen: false, why: 'the run was cancelled' });
    const cancelTimer = systemTimers.after(Math.max(1, timeoutMs), () =>
      end({ isOpen: false, why: `no answer within ${limitText(timeoutMs)}` }),
    );
    const forgetSignal = onAbort(signal, stop);
    socket.on('connect', () => end({ isOpen: true }));
    socket.on('error', (error) => end({ isOpen: false, why: sentenceOf(error) }));
    if (signal.aborted) stop();
  });
}

function sentenceOf(error: Error): string {
  const code = codeOf(error) ?? '';
  return meanings[code] ?? error.message;
}

const meanings: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused: nothing listens there, or a firewall says no',
  EHOSTUNREACH: 'there is no route to the host',
  ENETUNREACH: 'there is no route to its network',
  ENOTFOUND: 'its name was not found',
};
