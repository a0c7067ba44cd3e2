import { type Acknowledge, type CommandEnd, runCommand } from '../../remote/command/run-command.ts';
import { removeEvidence } from '../../remote/command/settle.ts';
import type { Link } from '../../remote/link.ts';
import { lastLine } from '../../result/last-line.ts';
import { TaskFailure } from '../../result/task-failure.ts';
import type { Output } from '../../result/task-result.ts';
import type { CommandAnswer } from '../../stages/answers.ts';
import type { CommandStep } from '../../stages/step.ts';
import { type Attempt, becomeOf, linkAtAnyTime, logName, onLink, remainingMs } from '../attempt/attempt.ts';
import { type Moment, momentOf, neverStarted, settleLost } from '../attempt/settle-lost.ts';
import { secretOutput } from '../output/secret-output.ts';
import type { RunOutput } from '../surroundings.ts';

/** Runs a command under the exec protocol; what it writes goes into the run directory. */
export async function performCommand(attempt: Attempt, step: CommandStep): Promise<CommandAnswer> {
  doing(attempt, 'connecting');
  return onLink(attempt, (link) => performOver(link, attempt, step));
}

async function performOver(link: Link, attempt: Attempt, step: CommandStep): Promise<CommandAnswer> {
  const become = await becomeOf(attempt);
  const files = { stdout: newOutput(attempt, 'out'), stderr: newOutput(attempt, 'err') };
  const sent = momentOf(attempt);
  const end = await runCommand(link, {
    command: step.command,
    ...(step.next !== undefined && { next: step.next }),
    ...(step.setting !== undefined && { setting: step.setting }),
    timeoutMs: remainingMs(attempt),
    limitMs: Math.round(attempt.deadlineMs - attempt.startedMs),
    ...become,
    listener: {
      onRunning: () => doing(attempt, 'running'),
      onOutput: (stream, bytes) => files[stream].write(bytes),
    },
  });
  attempt.hasStartedCommand = true;
  const output = { stdout: await files.stdout.end(), stderr: await files.stderr.end() };
  if ('acknowledge' in end) attempt.whenJournaled.push(acknowledgement(attempt, link, end.acknowledge));
  return answer(attempt, step, { end, sent }, output);
}

function newOutput(attempt: Attempt, ending: 'out' | 'err'): RunOutput {
  return attempt.stage.isSecret ? secretOutput : attempt.run.newOutput(logName(attempt, ending));
}

/** The stage may have let go of the link since: then the evidence is removed over the next one. */
function acknowledgement(attempt: Attempt, { connection }: Link, acknowledge: Acknowledge): Acknowledge {
  return () => (connection.isUsable ? acknowledge() : forgetAttempt(attempt));
}

interface Outputs {
  readonly stdout: Output;
  readonly stderr: Output;
}

function doing({ run, stage, host }: Attempt, what: string): void {
  run.events.progress({ type: 'progress', stage: stage.id, host, doing: what });
}

async function answer(
  attempt: Attempt,
  step: CommandStep,
  { end, sent }: { readonly end: CommandEnd; readonly sent: Moment },
  output: Outputs,
): Promise<CommandAnswer> {
  switch (end.kind) {
    case 'exited':
      return {
        kind: 'exited',
        exitCode: end.exitCode,
        ...(end.step !== undefined && { step: end.step }),
        ...output,
      };
    case 'failed': {
      const { reason, details } = end.failure;
      const message = withLastWords(end.failure, output.stderr);
      throw new TaskFailure(reason, message, { ...details, ...output }, { cause: end.failure });
    }
    case 'lost-before': {
      await attempt.run.connections.drop(attempt.host);
      attempt.whenJournaled.push(() => forgetAttempt(attempt));
      throw neverStarted(attempt.host, end.lost.message);
    }
    case 'lost': {
      await attempt.run.connections.drop(attempt.host);
      attempt.whenJournaled.push(() => forgetAttempt(attempt));
      attempt.isOutputCut = true;
      if (step.mayLoseLink) return { kind: 'link-lost' };
      const known = { stdout: cut(output.stdout), stderr: cut(output.stderr) };
      const { lost, isBegun } = end;
      const exitCode = await settleLost(attempt, { message: lost.message, sent, isBegun }, known);
      return { kind: 'exited', exitCode, ...known };
    }
  }
}

/** What is not there is told by the host. */
function withLastWords({ reason, message }: TaskFailure, { tail, isSecret }: Output): string {
  const said = reason === 'not_ready' && !isSecret ? lastLine(tail) : '';
  return said === '' ? message : `${message}: ${said}`;
}

function cut(output: Output): Output {
  return { ...output, isCut: true };
}

/** The evidence of a command that took its link with it is removed over the next one. Never rejects. */
export async function forgetAttempt(attempt: Attempt): Promise<void> {
  const link = await linkAtAnyTime(attempt).catch(() => undefined);
  if (link !== undefined) await removeEvidence(link, attempt.attemptId);
}
