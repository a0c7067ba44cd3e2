import type { Plan } from '../../plan/plan.ts';
import { byHostView } from '../../report/by-host/by-host-view.ts';
import { linesView } from '../../report/lines/lines-view.ts';
import { liveView } from '../../report/live/live-view.ts';
import { ndjsonView } from '../../report/ndjson/ndjson-view.ts';
import { quietView } from '../../report/quiet/quiet-view.ts';
import type { Terminal, ViewClock } from '../../report/terminal.ts';
import type { View } from '../../report/view.ts';
import type { RunDirectory } from '../../run/journal/run-directory.ts';
import { localTimeOfDay, terminalOf } from '../terminal.ts';
import { isInteractive, type World } from '../world.ts';
import { execView, isExecRun, nowhere, silentView } from './exec-view.ts';
import { wholeOutputs } from './whole-outputs.ts';

export type OutputOption = 'auto' | 'live' | 'lines' | 'json' | 'quiet';

export interface RunToShow {
  readonly world: World;
  readonly output: OutputOption;
  readonly plan: Plan;
  readonly directory: RunDirectory;
  /** Of `exec`: each line behind the name of its host. */
  readonly byHost?: boolean;
}

/**
 * For programs all events on stdout. For people what goes on is told on stderr, live on a terminal and in plain lines
 * elsewhere, and what came out of it on stdout.
 */
export function chooseView(run: RunToShow, clock: ViewClock): View {
  const { world, output, plan, directory } = run;
  const messages = terminalOf(world, world.stderr);
  const result = terminalOf(world, world.stdout);
  if (output === 'json') return ndjsonView(result);
  const isLive = isInteractive(world, world.stderr);
  if (!isExecRun(plan.playbook, plan.stages[0]?.kind.name)) {
    const shown = output === 'auto' ? (isLive ? 'live' : 'lines') : output;
    return progressView(shown, { messages, result, clock });
  }
  if (run.byHost) return byHost(run, { messages, result, clock });
  const progress =
    output === 'auto' && !isLive
      ? silentView
      : progressView(output === 'auto' ? 'live' : output, { messages, result: nowhere, clock });
  return execView({ directory: directory.path, progress, messages, result, isQuiet: output === 'quiet' });
}

/** A live view would stand between the lines. */
function byHost({ world, output, directory }: RunToShow, { messages, result, clock }: ProgressParts): View {
  return byHostView({
    progress: output === 'lines' ? progressView(output, { messages, result: nowhere, clock }) : silentView,
    result,
    messages,
    readWhole: wholeOutputs(directory.path, Number.POSITIVE_INFINITY),
    isForProgram: { result: !world.stdout.isTTY, messages: !world.stderr.isTTY },
    isQuiet: output === 'quiet',
  });
}

interface ProgressParts {
  readonly messages: Terminal;
  readonly result: Terminal;
  readonly clock: ViewClock;
}

function progressView(output: 'live' | 'lines' | 'quiet', { messages, result, clock }: ProgressParts): View {
  const plain = { timeOfDay: localTimeOfDay, result };
  switch (output) {
    case 'live':
      return liveView(messages, clock, result);
    case 'lines':
      return linesView(messages, clock, { show: 'all', ...plain });
    case 'quiet':
      return quietView(messages, clock, plain);
  }
}
