import type { Link } from '../remote/link.ts';
import { type CommandEnd, runCommand } from '../remote/run-command.ts';
import { removeEvidence } from '../remote/settle.ts';
import { TaskFailure } from '../result/task-failure.ts';
import type { Output } from '../result/task-result.ts';
import type { CommandAnswer, CommandStep } from '../stages/step.ts';
import { type Attempt, becomeOf, linkOf, logName, remainingMs } from './attempt.ts';
import { OutputFile } from './output-file.ts';
import { settleLost } from './settle-lost.ts';

/** Runs a command under the exec protocol; what it writes goes into the run directory. */
export async function performCommand(attempt: Attempt, step: CommandStep): Promise<CommandAnswer> {
  doing(attempt, 'connecting');
  const link = await linkOf(attempt);
  const become = await becomeOf(attempt);
  const files = { stdout: outputFile(attempt, 'out'), stderr: outputFile(attempt, 'err') };
  const end = await runCommand(link, {
    command: step.command,
    timeoutMs: remainingMs(attempt),
    ...become,
    listener: {
      onRunning: () => doing(attempt, 'running'),
      onOutput: (stream, bytes) => (attempt.stage.isSecret ? undefined : files[stream].write(bytes)),
    },
  });
  const output = { stdout: await files.stdout.end(), stderr: await files.stderr.end() };
  return answer(attempt, step, end, output);
}

interface Outputs {
  readonly stdout: Output;
  readonly stderr: Output;
}

function doing({ run, stage, host }: Attempt, what: string): void {
  run.events.progress({ type: 'progress', stage: stage.id, host, doing: what });
}

function outputFile(attempt: Attempt, ending: 'out' | 'err'): OutputFile {
  return new OutputFile(attempt.run.directory.path, logName(attempt, ending), attempt.run.newByteMask());
}

async function answer(
  attempt: Attempt,
  step: CommandStep,
  end: CommandEnd,
  output: Outputs,
): Promise<CommandAnswer> {
  switch (end.kind) {
    case 'exited':
      attempt.whenJournaled.push(end.acknowledge);
      return { kind: 'exited', exitCode: end.exitCode, ...output };
    case 'failed': {
      attempt.whenJournaled.push(end.acknowledge);
      const { reason, message, details } = end.failure;
      throw new TaskFailure(reason, message, { ...details, ...output }, { cause: end.failure });
    }
    case 'lost':
      await attempt.run.connections.drop(attempt.host);
      attempt.whenJournaled.push(() => forget(attempt));
      if (step.mayLoseLink) return { kind: 'link-lost' };
      return { kind: 'exited', exitCode: await settleLost(attempt, end.lost.message, output), ...output };
  }
}

/** The evidence of a command that took its link with it is removed over the next one. */
async function forget(attempt: Attempt): Promise<void> {
  const link: Link | undefined = await linkOf({ ...attempt, deadlineMs: Number.POSITIVE_INFINITY }).catch(
    () => undefined,
  );
  if (link !== undefined) await removeEvidence(link, attempt.attemptId);
}
