import type { Duplex } from 'node:stream';
import type { Reason } from '../../result/reason.ts';
import { TransportError } from '../errors.ts';
import { TimeIsOut } from './deadline.ts';
import { printable } from './printable.ts';
import { untilAborted } from './until-aborted.ts';

/** RFC 4253 section 4.2. OpenSSH takes as many lines before the identification, and lines as long. */
const mostLines = 1024;
const longestLine = 8192;
const mostBytes = 64 * 1024;

/** What we say we are. The version is nobody's business before the login. */
export const ident = 'aeon-run';
const ownLine = `SSH-2.0-${ident}\r\n`;

/**
 * Sends our identification and waits for the host's, which is left in the socket for ssh2: fed byte by byte, ssh2 1.17
 * loses all but the first and the last piece of it. The socket is paused afterwards. `place` is for messages.
 * @throws TransportError not_ssh, dropped_before_auth, banner_timeout, or the signal's reason
 */
export async function exchangeIdentification(
  socket: Duplex,
  place: string,
  signal: AbortSignal,
): Promise<void> {
  const heard: { bytes: Buffer } = { bytes: Buffer.alloc(0) };
  socket.write(ownLine);
  try {
    await untilAborted<void>(signal, (resolve, reject) => {
      const data = (chunk: Buffer) => {
        heard.bytes = Buffer.concat([heard.bytes, chunk]);
        const verdict = judge(heard.bytes);
        if (verdict.kind === 'not-ssh') reject(notSsh(place, verdict.said));
        if (verdict.kind !== 'ssh') return;
        socket.pause();
        socket.unshift(heard.bytes.subarray(verdict.from));
        resolve();
      };
      const closed = () => reject(dropped(place, heard.bytes));
      socket.on('data', data).once('end', closed).once('close', closed);
      return () => socket.off('data', data).off('end', closed).off('close', closed);
    });
  } catch (error) {
    throw error instanceof TimeIsOut ? tooSlow(place, heard.bytes) : error;
  }
}

type Verdict =
  | { readonly kind: 'more' }
  | { readonly kind: 'ssh'; readonly from: number }
  | { readonly kind: 'not-ssh'; readonly said: string };

function judge(bytes: Buffer): Verdict {
  const text = bytes.toString('latin1');
  if (/^HTTP\/|^\x15\x03/.test(text)) return { kind: 'not-ssh', said: text };
  let from = 0;
  for (let lines = 0; lines <= mostLines; lines += 1) {
    const end = text.indexOf('\n', from);
    if (end < 0) break;
    const line = text.slice(from, end).replace(/\r$/, '');
    if (/^SSH-(2\.0|1\.99)-[\x21-\x7e]/.test(line) && !line.includes('\r')) return { kind: 'ssh', from };
    if (line.startsWith('SSH-') || lines === mostLines) return { kind: 'not-ssh', said: line };
    from = end + 1;
  }
  if (bytes.length - from > longestLine || bytes.length > mostBytes) return { kind: 'not-ssh', said: text };
  return { kind: 'more' };
}

function firstLine(text: string): string {
  return printable(text.split('\n').find((line) => line.trim() !== '') ?? '');
}

function notSsh(place: string, said: string): TransportError {
  const line = firstLine(said);
  const quote = line === '' ? '' : `; it says "${line}"`;
  return new TransportError(
    'not_ssh',
    `what listens at ${place} does not speak SSH 2${quote}: is that the port of sshd?`,
  );
}

/** OpenSSH tells in plain text that it has no room for us (MaxStartups) or does not like us (PerSourcePenalties, 9.8). */
function dropped(place: string, bytes: Buffer): TransportError {
  const said = bytes.toString('latin1');
  if (said.includes('Not allowed at this time')) return new DroppedAtStart(place, penalty, 'penalty');
  if (said.includes('Exceeded MaxStartups')) return new DroppedAtStart(place, startups, 'busy');
  if (said.includes('\n') && !said.startsWith('SSH-')) return notSsh(place, said);
  return droppedSilently(place);
}

export function droppedSilently(place: string): TransportError {
  return new DroppedAtStart(place, silent, 'busy');
}

const penalty =
  'refuses this machine for a while, as logins from it failed before (PerSourcePenalties of its sshd)';
const startups =
  'has too many logins under way at once (MaxStartups of its sshd): try again or lower the concurrency';
const silent =
  'closed the connection before the login: too many logins at once (MaxStartups), a ban (fail2ban, hosts.deny), or sshd just starting or stopping';

/** Nothing of a login was sent yet, so that it is safe to try again. */
export class DroppedAtStart extends TransportError {
  readonly why: 'busy' | 'penalty';

  constructor(place: string, text: string, why: 'busy' | 'penalty') {
    super('dropped_before_auth' satisfies Reason, `${place} ${text}`);
    this.why = why;
  }
}

function tooSlow(place: string, bytes: Buffer): TransportError {
  const text = bytes.toString('latin1');
  if (text.includes('\n')) return notSsh(place, text);
  const what = bytes.length === 0 ? 'says nothing' : 'did not finish its first line';
  return new TransportError(
    'banner_timeout',
    `${place} takes connections but ${what}: sshd there is stuck or overloaded, or it is no sshd`,
  );
}
