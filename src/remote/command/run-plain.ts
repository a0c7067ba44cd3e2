import { lastLine } from '../../result/last-line.ts';
import { TaskFailure } from '../../result/task-failure.ts';
import { tagOf } from '../../shell/attempt-tag.ts';
import { endTreeScript } from '../../shell/end-tree.ts';
import { plainScript, subshell } from '../../shell/plain-script.ts';
import type { Channel } from '../../transport/transport.ts';
import { becomePlan } from '../become/become-plan.ts';
import { type BecomeAs, type Link, newNonce, openShell } from '../link.ts';
import { inOwnSession } from '../own-session.ts';
import { limited } from '../time/limited.ts';
import { becomeFailure } from './become-failure.ts';
import { type Conversation, converse, type Listener } from './conversation.ts';
import { sentElsewhere } from './other-stream.ts';

/** A script that may run twice without harm: a look, an upload, a cleaning. */
export interface PlainRun {
  /** Gets the nonce for marks of its own. */
  readonly body: (nonce: string) => string;
  readonly become?: BecomeAs;
  readonly timeoutMs: number;
  readonly listener?: Partial<Listener>;
}

/** What the script printed, and how it ended. */
export interface PlainEnd {
  readonly exitCode: number;
  readonly words: readonly string[];
  readonly stdout: string;
  readonly stderr: string;
}

const mostText = 64 * 1024;
const endAskingMs = 7000;

/**
 * Runs the script to its end mark.
 * @throws TransportError when nothing was started, TaskFailure `timeout`, `cancelled`, `link_lost`, `become_…`, `no_shell`.
 */
export async function runPlain(link: Link, run: PlainRun): Promise<PlainEnd> {
  const channel = await openShell(link);
  try {
    return await talk(channel, link, run);
  } finally {
    channel.close();
  }
}

async function talk(channel: Channel, link: Link, run: PlainRun): Promise<PlainEnd> {
  const nonce = newNonce();
  const text = { stdout: '', stderr: '' };
  const body = run.body(nonce);
  let isRunning = false;
  const conversation = converse(channel, plan(link, run, nonce, body), {
    ...run.listener,
    onRunning: () => {
      isRunning = true;
      run.listener?.onRunning?.();
    },
    onOutput: (stream, bytes) => {
      text[stream] = (text[stream] + bytes.toString('utf8', Math.max(0, bytes.length - mostText))).slice(
        -mostText,
      );
      return run.listener?.onOutput?.(stream, bytes);
    },
  });
  const end = await limited(conversation, run.timeoutMs, link.signal, link.timers);
  if (end.by === 'signal') throw new TaskFailure('cancelled', 'the run was cancelled');
  if (end.by === 'deadline') throw tooLate(link.host, run, isRunning);
  if (run.become !== undefined && end.value.isLeftWaiting) {
    await endAsking(link);
    throw becomeFailure(link.host, run.become, end.value);
  }
  const { exitCode, words } = proven(end.value, link, run);
  if (end.value.areStreamsJoined && run.listener?.onOutput !== undefined) throw joined(link.host);
  return { exitCode, words, ...text };
}

function tooLate(host: string, { timeoutMs }: PlainRun, isRunning: boolean): TaskFailure {
  const seconds = Math.ceil(timeoutMs / 1000);
  const message = isRunning
    ? `it took longer than its limit: ${host} was at work and not done after the ${seconds} s that it had`
    : `${host} gave no answer within ${seconds} s`;
  return new TaskFailure('timeout', message);
}

/**
 * Ends who asks for a password and gets none. An end of its input, or a TERM, would be one more failed try to PAM; so
 * the channel must be open until then.
 */
export async function endAsking(link: Link): Promise<void> {
  const body = () => endTreeScript(tagOf(link.attemptId), 1, 'KILL');
  await inOwnSession(link, endAskingMs, (own) => runPlain(own, { body, timeoutMs: endAskingMs })).catch(
    () => {}, // It ends when the channel is closed.
  );
}

function plan({ attemptId, timers }: Link, { become }: PlainRun, nonce: string, body: string) {
  if (become === undefined) return { nonce, timers, script: plainScript(nonce, subshell(body)) };
  const change = becomePlan(attemptId, become, subshell(body));
  return { nonce, timers, script: plainScript(nonce, change.text), become: change.become };
}

function proven(seen: Conversation, { host }: Link, { become }: PlainRun) {
  if (seen.exitCode !== undefined && (seen.isRunning || become === undefined)) {
    return { exitCode: seen.exitCode, words: seen.words };
  }
  if (seen.exitCode !== undefined && become !== undefined) throw becomeFailure(host, become, seen);
  if (seen.channelEnd?.kind === 'link-lost') {
    throw new TaskFailure('link_lost', `the link to ${host} was lost: ${seen.channelEnd.lost.message}`);
  }
  if (seen.elsewhere !== undefined) {
    const why = sentElsewhere(host, seen.elsewhere.stream);
    throw new TaskFailure('no_shell', `nothing can be proven, compared or fetched there: ${why}`);
  }
  throw seen.isStarted
    ? new TaskFailure('no_end_mark', `the shell on ${host} was ended before it was done`)
    : noShell(host, seen);
}

/** The login ran something else than the shell that was asked for; often that says itself what it is. */
export function noShell(host: string, { channelEnd, loginSaid }: Conversation): TaskFailure {
  const line = lastLine(loginSaid);
  const how = `${howItEnded(channelEnd)} before /bin/sh could start${line === '' ? '' : `, and said "${line}"`}`;
  return new TaskFailure(
    'no_shell',
    `the login on ${host} ${how}: look for a forced command in authorized_keys or sshd_config, a nologin shell, an "exit", an "exec", a limit (ulimit) or an odd PATH in .bashrc`,
  );
}

/** A command can do with that; where the bytes of stdout are data, what is said on stderr would spoil them. */
function joined(host: string): TaskFailure {
  return new TaskFailure(
    'no_shell',
    `the login on ${host} joins stderr to stdout, so files cannot be compared or fetched there: look for "exec 2>&1" in .bashrc, or a forced command`,
  );
}

function howItEnded(end: Conversation['channelEnd']): string {
  if (end?.kind === 'exit') return `ended with exit code ${end.code}`;
  return end?.kind === 'signal' ? `was ended by signal ${end.signal}` : 'ended';
}
