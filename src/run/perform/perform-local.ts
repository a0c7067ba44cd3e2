import { TaskFailure } from '../../result/task-failure.ts';
import { tagOf, tagText } from '../../shell/attempt-tag.ts';
import { singleQuoted } from '../../shell/marks.ts';
import type { LocalAnswer } from '../../stages/answers.ts';
import { limitText } from '../../stages/duration.ts';
import type { LocalStep } from '../../stages/step.ts';
import { secretOutput } from '../output/secret-output.ts';
import type { Run } from '../run.ts';

/** A command of this machine, and what it belongs to. */
export interface LocalPlace {
  readonly run: Run;
  readonly attemptId: string;
  readonly isSecret: boolean;
  /** Of its output, below the run directory. */
  readonly logName: (ending: 'out' | 'err') => string;
  readonly timeoutMs: number;
}

/** PATH where ours is not set. */
const usualPath = '/usr/local/bin:/usr/bin:/bin';

/**
 * Runs shell text on this machine; what it writes goes into the run directory.
 * @throws TaskFailure `timeout`, `cancelled`, `maybe_running` or `not_started_here`
 */
export async function performLocal(place: LocalPlace, step: LocalStep): Promise<LocalAnswer> {
  const { run, attemptId, isSecret, logName, timeoutMs } = place;
  const newOutput = (ending: 'out' | 'err') => (isSecret ? secretOutput : run.newOutput(logName(ending)));
  const files = { stdout: newOutput('out'), stderr: newOutput('err') };
  const end = await run.runLocal({
    script: `eval ${singleQuoted(step.command)} </dev/null\n`,
    directory: step.directory,
    environment: environmentOf(run, step),
    attemptId,
    timeoutMs,
    signal: run.signal,
    onOutput: (stream, bytes) => files[stream].write(bytes),
  });
  const output = { stdout: await files.stdout.end(), stderr: await files.stderr.end() };
  switch (end.kind) {
    case 'exited':
      return { exitCode: end.exitCode, ...output };
    case 'not-started': {
      const message = `/bin/sh could not be started here in ${step.directory}: ${end.why}`;
      throw new TaskFailure('not_started_here', message, { ran: 'no' });
    }
    case 'cut': {
      const what =
        end.by === 'timeout' ? `it took longer than ${limitText(timeoutMs)}` : 'the run was cancelled';
      if (end.isGone) {
        const reason = end.by === 'timeout' ? 'timeout' : 'cancelled';
        throw new TaskFailure(reason, `${what}; all its processes were ended`, { ran: 'yes', ...output });
      }
      const message = `${what}, and its processes may still run on this machine: look for ${tagText(tagOf(attemptId))} in /proc/*/environ`;
      throw new TaskFailure('maybe_running', message, output);
    }
  }
}

/** Nothing is inherited but what is named: our own secrets stay ours. */
function environmentOf({ controller }: Run, { environment, inherited }: LocalStep): Record<string, string> {
  const taken = ['PATH', 'HOME', 'LANG', ...inherited].flatMap((name) => {
    const value = controller.variable(name);
    return value === undefined ? [] : [[name, value]];
  });
  return { PATH: usualPath, ...Object.fromEntries(taken), ...environment };
}
