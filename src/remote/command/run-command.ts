import { TaskFailure } from '../../result/task-failure.ts';
import { type CommandSetting, commandListText, commandText } from '../../shell/command-text.ts';
import { acknowledgement, execScript, runCommand as runText, wrapperExit } from '../../shell/exec-script.ts';
import { printMark } from '../../shell/marks.ts';
import type { Channel, ChannelEnd, LinkLost } from '../../transport/transport.ts';
import { becomePlan } from '../become/become-plan.ts';
import { type BecomeAs, type Link, newNonce, openShell } from '../link.ts';
import { limited } from '../time/limited.ts';
import { becomeFailure } from './become-failure.ts';
import { type Conversation, type ConversationPlan, converse, type Listener } from './conversation.ts';
import { endTree, endTreeMs, whereToLook } from './end-tree.ts';
import { sentElsewhere } from './other-stream.ts';
import { endAsking, noShell } from './run-plain.ts';
import { removeEvidence } from './settle.ts';

/** A command that changes things: it starts at most once per attempt id, and how it ended is proven or said to be unknown. */
export interface CommandRun {
  /** Shell text. */
  readonly command: string;
  /** Run after it in the same shell, one after another, up to the first that fails. */
  readonly next?: readonly string[];
  readonly setting?: CommandSetting;
  readonly become?: BecomeAs;
  /** What is left of the limit when it starts. */
  readonly timeoutMs: number;
  /** The whole limit, for the sentence; `timeoutMs` unless told. */
  readonly limitMs?: number;
  readonly listener: Listener;
}

export type CommandEnd =
  /** Both marks were seen. */
  | {
      readonly kind: 'exited';
      readonly exitCode: number;
      /** Which of several commands was begun last, from 1. */
      readonly step?: number;
      readonly acknowledge: Acknowledge;
    }
  /** It did not come to an end of its own. */
  | { readonly kind: 'failed'; readonly failure: TaskFailure; readonly acknowledge: Acknowledge }
  /** It was begun, or may have been, and the link is gone: the evidence on the host knows more. */
  | { readonly kind: 'lost'; readonly lost: LinkLost; readonly isBegun: boolean }
  /** The link is gone, and the command had not been sent: the user was not changed yet. */
  | { readonly kind: 'lost-before'; readonly lost: LinkLost };

/** Removes the evidence from the host. To be called once the result is in the journal. Never rejects. */
export type Acknowledge = () => Promise<void>;

const acknowledgeTimeoutMs = 10_000;

/** @throws TransportError when no channel could be opened: then nothing was started. */
export async function runCommand(link: Link, run: CommandRun): Promise<CommandEnd> {
  const channel = await openShell(link);
  let isRunning = false;
  const conversation = converse(channel, plan(link, run), {
    ...run.listener,
    onRunning: () => {
      isRunning = true;
      run.listener.onRunning?.();
    },
  });
  const end = await limited(conversation, run.timeoutMs, link.signal, link.timers);
  const { become } = run;
  if (end.by !== 'value' && become !== undefined && !isRunning) {
    await endAsking(link);
    channel.close(); // From here on no script can reach the other user's shell.
    if (!isRunning) return stoppedBefore(link, run, become, end.by);
  }
  if (end.by !== 'value') return stop(link, run, channel, end.by);
  if (become !== undefined && end.value.isLeftWaiting) return stopAsking(link, become, channel, end.value);
  return judge(link, run, channel, end.value);
}

function plan({ attemptId, timers }: Link, run: CommandRun): ConversationPlan {
  const { become } = run;
  const nonce = newNonce();
  const body = runText(textOf(run, nonce));
  if (become === undefined) return { nonce, timers, script: execScript({ attemptId, nonce, body }) };
  const change = becomePlan(attemptId, become, body);
  return {
    nonce,
    timers,
    script: execScript({ attemptId, nonce, body: change.text }),
    become: change.become,
  };
}

/** What the script says where the command could not be begun. */
const notReady = 'notready';

function textOf({ command, next = [], setting }: CommandRun, nonce: string): string {
  const sayNotReady = printMark(nonce, notReady);
  if (next.length === 0) return commandText(command, setting, sayNotReady);
  const printStep = (step: number) => printMark(nonce, `step ${step}`);
  return commandListText([command, ...next], printStep, setting, sayNotReady);
}

/** Of several commands, the number of the last one that said it begins. */
function stepOf({ next = [] }: CommandRun, { words }: Conversation): { step?: number } {
  if (next.length === 0) return {};
  const said = words.map((word) => Number(/^step (\d+)$/.exec(word)?.[1] ?? 1));
  return { step: Math.max(1, ...said) };
}

/** A timeout or a cancel: nothing of the command may live on, or it is said. */
async function stop(
  link: Link,
  run: CommandRun,
  channel: Channel,
  by: 'deadline' | 'signal',
): Promise<CommandEnd> {
  const mostMs = by === 'deadline' ? endTreeMs.timedOut : endTreeMs.interrupted;
  const tree = await endTree(link, { attemptId: link.attemptId, become: run.become, mostMs });
  channel.close();
  const why = whyStopped(run, by);
  if (tree === 'maybe_running') {
    const failure = new TaskFailure(
      'maybe_running',
      `${why}, and its processes may still run on ${link.host}: ${whereToLook(link.attemptId)}`,
    );
    return { kind: 'failed', failure, acknowledge: async () => {} };
  }
  const reason = by === 'deadline' ? 'timeout' : 'cancelled';
  const failure = new TaskFailure(reason, `${why}; all its processes were ended`, { ran: 'yes' });
  return { kind: 'failed', failure, acknowledge: () => removeEvidence(link, link.attemptId) };
}

/** A timeout or a cancel while the user was changed: nothing of the command has run. */
function stoppedBefore(
  link: Link,
  run: CommandRun,
  { method }: BecomeAs,
  by: 'deadline' | 'signal',
): CommandEnd {
  const message = `${whyStopped(run, by)}, before ${method} on ${link.host} was done: the command has not begun`;
  const failure = new TaskFailure(by === 'deadline' ? 'timeout' : 'cancelled', message, { ran: 'no' });
  return { kind: 'failed', failure, acknowledge: () => removeEvidence(link, link.attemptId) };
}

function whyStopped({ limitMs, timeoutMs }: CommandRun, by: 'deadline' | 'signal'): string {
  return by === 'deadline'
    ? `it took longer than ${(limitMs ?? timeoutMs) / 1000} s`
    : 'the run was cancelled';
}

/** The host asks for a password that it does not get. */
async function stopAsking(
  link: Link,
  become: BecomeAs,
  channel: Channel,
  seen: Conversation,
): Promise<CommandEnd> {
  await endAsking(link);
  channel.close();
  const acknowledge = () => removeEvidence(link, link.attemptId);
  return { kind: 'failed', failure: becomeFailure(link.host, become, seen), acknowledge };
}

function judge(link: Link, run: CommandRun, channel: Channel, seen: Conversation): CommandEnd {
  if (seen.exitCode !== undefined) {
    const acknowledge = () => answer(link, channel);
    if (!seen.isRunning && run.become !== undefined)
      return { kind: 'failed', failure: becomeFailure(link.host, run.become, seen), acknowledge };
    if (seen.words.includes(notReady)) return { kind: 'failed', failure: neverBegun(link), acknowledge };
    return { kind: 'exited', exitCode: seen.exitCode, ...stepOf(run, seen), acknowledge };
  }
  channel.close();
  if (seen.channelEnd?.kind === 'link-lost') {
    const { lost } = seen.channelEnd;
    if (run.become !== undefined && !seen.isRunning) return { kind: 'lost-before', lost };
    return { kind: 'lost', lost, isBegun: seen.isBegun };
  }
  const failure = endedWithoutMark(link, seen);
  // What nobody will ever know needs no evidence; that of another start, or of none, is not ours to remove.
  const isOurs = failure.reason === 'no_end_mark';
  const acknowledge = async () => (isOurs ? removeEvidence(link, link.attemptId) : undefined);
  return { kind: 'failed', failure, acknowledge };
}

/** Its directory, its shell or its program: which one stands in what was written to stderr. */
function neverBegun({ host }: Link): TaskFailure {
  return new TaskFailure('not_ready', `what it needs is not on ${host}, so nothing was run`, { ran: 'no' });
}

function endedWithoutMark({ host, attemptId }: Link, seen: Conversation): TaskFailure {
  if (seen.words.includes('noevidence')) {
    return new TaskFailure(
      'no_evidence_place',
      `nothing can be written on ${host}: none of /tmp (for root /dev/shm), /var/tmp, /dev/shm and the home directory takes a small file, so the command was not started: look whether its disks are full (df, df -i) or read-only (mount)`,
      { ran: 'no' },
    );
  }
  if (seen.words.includes('claimed')) {
    return new TaskFailure('already_started', `attempt ${attemptId} was started on ${host} before`);
  }
  if (isProvenNotStarted(seen)) return noShell(host, seen);
  if (seen.elsewhere?.exitCode !== undefined) {
    const { stream, exitCode } = seen.elsewhere;
    const message = `the command ended with exit code ${exitCode}, and nothing of its ${stream} came: ${sentElsewhere(host, stream)}`;
    return new TaskFailure('no_end_mark', message);
  }
  const by = seen.channelEnd?.kind === 'signal' ? ` by signal ${seen.channelEnd.signal}` : '';
  return new TaskFailure(
    'no_end_mark',
    `the shell on ${host} was ended${by} before it could tell how the command ended`,
  );
}

/**
 * Its whole output came and has no start mark, and it did not end as one that was started. A signal proves nothing: where the login sends both
 * streams elsewhere, the command may have run, and have ended its own shell.
 */
function isProvenNotStarted({ isStarted, channelEnd }: Conversation): boolean {
  if (isStarted) return false;
  const startedOnes: readonly number[] = [wrapperExit.done, wrapperExit.alreadyStarted];
  return channelEnd?.kind === 'exit' && !startedOnes.includes(channelEnd.code);
}

/** The wrapper has waited to hear that the result is safe, and ends as the removal of its evidence does. */
async function answer(link: Link, channel: Channel): Promise<void> {
  channel.stdin.write(acknowledgement);
  const end = await limited(channel.exited, acknowledgeTimeoutMs, undefined, link.timers);
  channel.close();
  if (end.by !== 'value' || !isRemoved(end.value)) await removeEvidence(link, link.attemptId);
}

function isRemoved(end: ChannelEnd): boolean {
  return end.kind === 'exit' && end.code === wrapperExit.removed;
}
