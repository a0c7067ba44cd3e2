import { readBootId } from '../../remote/boot-id.ts';
import type { Link } from '../../remote/link.ts';
import { TaskFailure } from '../../result/task-failure.ts';
import type { Answers, ConnectAnswer } from '../../stages/answers.ts';
import type { Step } from '../../stages/step.ts';
import { TransportError } from '../../transport/errors.ts';
import { type Attempt, linkOf, logName, onLink, remainingMs } from '../attempt/attempt.ts';
import type { Limits } from '../links/connections.ts';
import { performCommand } from './perform-command.ts';
import { performFetch } from './perform-fetch.ts';
import { type LocalPlace, performLocal } from './perform-local.ts';
import { performCompareTree, performLook, performMeasure, performReadRemote } from './perform-look.ts';
import { stopWhenCancelled, tell } from './perform-shared.ts';
import { performUpload, performUploadTree } from './perform-upload.ts';
import { sentBytes } from './sent-source.ts';

/** Performs one step of a stage. Rejects with a TransportError or a TaskFailure, which the stage may catch. */
export async function perform(attempt: Attempt, step: Step): Promise<Answers[Step['kind']]> {
  if (step.kind === 'progress') return tell(attempt, step);
  if (step.kind === 'now') return attempt.run.clock.nowMs();
  const known = attempt.past?.answer(step);
  if (known !== undefined) return known;
  stopWhenCancelled(attempt);
  try {
    return await contactHost(attempt, step);
  } catch (error) {
    const isRejection = error instanceof TaskFailure && error.reason === 'become_password_rejected';
    if (isRejection) attempt.run.becomes.rejected(attempt.host);
    throw error;
  } finally {
    attempt.run.becomes.ended(attempt.host);
  }
}

type StepOnHost = Exclude<Step, { kind: 'progress' | 'now' }>;

async function contactHost(attempt: Attempt, step: StepOnHost): Promise<Answers[Step['kind']]> {
  switch (step.kind) {
    case 'command':
      return performCommand(attempt, step);
    case 'look':
      return performLook(attempt, step);
    case 'upload':
      return performUpload(attempt, step);
    case 'upload-tree':
      return performUploadTree(attempt, step);
    case 'fetch':
      return performFetch(attempt, step);
    case 'measure':
      return performMeasure(attempt, step);
    case 'read-remote':
      return performReadRemote(attempt, step);
    case 'compare-tree':
      return performCompareTree(attempt, step);
    case 'read-file':
      return sentBytes(attempt, step.path);
    case 'boot-id':
      return onLink(attempt, (link) => bootId(attempt, link));
    case 'connect':
      return connect(attempt, step.timeoutMs);
    case 'disconnect':
      return attempt.run.connections.drop(attempt.host).then(() => undefined);
    case 'probe-port':
      return attempt.run.probePort(attempt.host, step.port, limits(attempt, step.timeoutMs));
    case 'local':
      return performLocal(localPlace(attempt), step);
    case 'confirm':
      return attempt.run.controller.confirm(step.question, attempt.run.signal);
    case 'sleep':
      await attempt.run.clock.sleep(step.ms, attempt.run.signal);
      return stopWhenCancelled(attempt);
  }
}

/** Before the command it is noted in the journal, so that a resumed run can tell a new boot from the old one. */
async function bootId(attempt: Attempt, link: Link): Promise<string> {
  const { run, stage, host, number } = attempt;
  const id = await readBootId(link);
  if (!attempt.hasStartedCommand)
    await run.events.emit({ type: 'boot-noted', stage: stage.id, host, attempt: number, bootId: id });
  return id;
}

function localPlace(attempt: Attempt): LocalPlace {
  const { run, attemptId, stage } = attempt;
  return {
    run,
    attemptId,
    isSecret: stage.isSecret,
    logName: (ending) => logName(attempt, ending),
    timeoutMs: remainingMs(attempt),
  };
}

function limits(attempt: Attempt, timeoutMs: number): Limits {
  return { timeoutMs: Math.min(timeoutMs, remainingMs(attempt)), signal: attempt.run.signal };
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
