import { fstatSync, readFileSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { groupedView } from '../../report/grouped/grouped-view.ts';
import { liveView } from '../../report/live/live-view.ts';
import type { Terminal, ViewClock } from '../../report/terminal.ts';
import type { View } from '../../report/view.ts';
import { exec as execKind } from '../../stages/exec/stage.ts';
import { beginningOf, oneLine } from '../../stages/one-line.ts';
import { type ExitCode, UsageError } from '../exit-code.ts';
import { type AdHocOptions, planAdHoc } from '../plan/ad-hoc.ts';
import { runLoaded } from '../run/run-loaded.ts';
import { shellTextOf } from '../shell-text.ts';
import { terminalOf } from '../terminal.ts';
import { isInteractive, type World } from '../world.ts';

/** Runs one command on all chosen hosts; hosts that say the same are told together. */
export async function exec(
  world: World,
  version: string,
  words: readonly string[],
  options: AdHocOptions,
): Promise<ExitCode> {
  refuseFileOnStdin(world);
  const command = shellTextOf(words);
  if (command.trim() === '') throw new UsageError('the command is empty: write what is to run after --');
  const stage = { kind: execKind, args: command, name: `exec: ${beginningOf(oneLine(command))}` };
  const loaded = await planAdHoc(world, stage, options);
  const isGrouped = options.output === 'auto';
  const view = (directory: string, clock: ViewClock) => grouped(world, directory, clock);
  return runLoaded({ world, version, loaded, options, ...(isGrouped && { view }) });
}

/**
 * `-- 'cat >agent.conf' <agent.conf` would empty the file on each host. A pipe is no sign that anybody means it: CI and
 * cron leave one open.
 */
function refuseFileOnStdin({ stdin }: World): void {
  const found = statOf(stdin);
  if (found === undefined || !found.isFile() || found.size === 0) return;
  throw new UsageError(
    'stdin is a file, and no host would get it: the stdin of the command is empty there. To bring a file: aeon-run copy SRC DEST; to hand text to a command: exec: { command: …, stdin: … } in a playbook; where the command reads nothing: aeon-run exec … </dev/null',
  );
}

function statOf({ fd }: World['stdin']): Stats | undefined {
  try {
    return fd === undefined ? undefined : fstatSync(fd);
  } catch {
    return undefined; // It is closed.
  }
}

function grouped(world: World, directory: string, clock: ViewClock): View {
  const messages = terminalOf(world, world.stderr);
  const progress = isInteractive(world, world.stderr) ? liveView(messages, clock, nowhere) : silentView;
  return groupedView({
    progress,
    messages,
    result: terminalOf(world, world.stdout),
    readWhole: (file, bytes) => (bytes > longestOutput ? undefined : textOf(join(directory, file))),
  });
}

/** Undefined where it cannot be read: of such an output too the end is shown. */
function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** In bytes; of longer ones the end is shown. */
const longestOutput = 1_000_000;

const silentView: View = { onEvent: () => {}, close: () => {} };
/** The summary of the live view is not wanted: what the hosts said is the result. */
const nowhere: Terminal = {
  write: () => {},
  columns: () => 80,
  rows: () => 24,
  hasColor: false,
  hasUnicode: true,
};
