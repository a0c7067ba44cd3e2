import { readBootId } from '../remote/boot-id.ts';
import { endTree, endTreeMs, type TreeToEnd } from '../remote/end-tree.ts';
import { type BecomeAs, type Link, newNonce } from '../remote/link.ts';
import { runPlain } from '../remote/run-plain.ts';
import { uploadFile } from '../remote/upload.ts';
import { TaskFailure } from '../result/task-failure.ts';
import { lookText } from '../shell/look.ts';
import type { Answers, ConnectAnswer, LookStep, Step, UploadStep } from '../stages/step.ts';
import { TransportError } from '../transport/errors.ts';
import { type Attempt, becomeOf, linkOf, remainingMs } from './attempt.ts';
import { performCommand } from './perform-command.ts';

/** Performs one step of a stage. Rejects with a TransportError or a TaskFailure, which the stage may catch. */
export async function perform(attempt: Attempt, step: Step): Promise<Answers[Step['kind']]> {
  if (step.kind === 'progress') return tell(attempt, step);
  if (step.kind === 'now') return attempt.run.clock.nowMs();
  stopWhenCancelled(attempt);
  switch (step.kind) {
    case 'command':
      return performCommand(attempt, step);
    case 'look':
      return look(attempt, step);
    case 'upload':
      return upload(attempt, step);
    case 'boot-id':
      return readBootId(await linkOf(attempt));
    case 'connect':
      return connect(attempt, step.timeoutMs);
    case 'disconnect':
      return attempt.run.connections.drop(attempt.host).then(() => undefined);
    case 'sleep':
      await attempt.run.clock.sleep(step.ms, attempt.run.signal);
      return stopWhenCancelled(attempt);
  }
}

function stopWhenCancelled({ run }: Attempt): undefined {
  if (run.signal.aborted) throw new TaskFailure('cancelled', 'the run was cancelled');
}

function tell(
  { run, stage, host }: Attempt,
  { kind: _, ...progress }: Extract<Step, { kind: 'progress' }>,
): undefined {
  run.events.progress({ type: 'progress', stage: stage.id, host, ...progress });
}

async function connect(attempt: Attempt, timeoutMs: number): Promise<ConnectAnswer> {
  try {
    await linkOf(attempt, timeoutMs);
    return { isConnected: true };
  } catch (error) {
    stopWhenCancelled(attempt);
    if (!(error instanceof TransportError)) throw error;
    return { isConnected: false, reason: error.reason, message: error.message };
  }
}

async function look(attempt: Attempt, { command, timeoutMs }: LookStep): Promise<Answers['look']> {
  const link = { ...(await linkOf(attempt)), attemptId: newNonce() };
  const become = await becomeOf(attempt);
  const limitMs = Math.min(timeoutMs, remainingMs(attempt));
  try {
    return await runPlain(link, { body: () => lookText(command), timeoutMs: limitMs, ...become });
  } catch (error) {
    if (isCutShort(error)) await endTree(link, treeOf(link, error.reason, become));
    throw error;
  }
}

async function upload(attempt: Attempt, step: UploadStep): Promise<Answers['upload']> {
  const { run } = attempt;
  const source = await run.sourceFile(step.source);
  tell(attempt, { kind: 'progress', doing: 'connecting' });
  const link = await linkOf(attempt);
  const become = await becomeOf(attempt);
  try {
    return await uploadFile(link, {
      source,
      destination: step.destination,
      mode: (step.mode ?? source.mode).replace(/^0+(?=\d{3})/, ''),
      timeoutMs: remainingMs(attempt),
      onProgress: (done) =>
        tell(attempt, { kind: 'progress', doing: 'sending', done, total: source.size, unit: 'bytes' }),
      ...become,
    });
  } catch (error) {
    if (isCutShort(error)) await endTree(link, treeOf(link, error.reason, become));
    throw asTransferFailure(error, attempt.host);
  }
}

function isCutShort(error: unknown): error is TaskFailure {
  return error instanceof TaskFailure && (error.reason === 'timeout' || error.reason === 'cancelled');
}

function treeOf({ attemptId }: Link, reason: string, { become }: { readonly become?: BecomeAs }): TreeToEnd {
  const mostMs = reason === 'timeout' ? endTreeMs.timedOut : endTreeMs.interrupted;
  return { attemptId, become, mostMs };
}

/** A transfer whose end nobody saw has done no harm: the old file or the complete new one is there. */
function asTransferFailure(error: unknown, host: string): unknown {
  const isHarmless =
    error instanceof TaskFailure && (error.reason === 'link_lost' || error.reason === 'no_end_mark');
  if (!isHarmless) return error;
  const message = `the transfer to ${host} was cut: the old file or the complete new one is there (${error.message})`;
  return new TaskFailure('transfer_cut', message, { ran: 'unknown' }, { cause: error });
}
