import { fstatSync, type Stats } from 'node:fs';
import { exec as execKind } from '../../stages/exec/stage.ts';
import { beginningOf, oneLine } from '../../stages/one-line.ts';
import { type ExitCode, UsageError } from '../exit-code.ts';
import { type AdHocOptions, planAdHoc } from '../plan/ad-hoc.ts';
import { runLoaded } from '../run/run-loaded.ts';
import { shellTextOf } from '../shell-text.ts';
import type { World } from '../world.ts';

/** Runs one command on all chosen hosts; hosts that say the same are told together. */
export async function exec(
  world: World,
  version: string,
  words: readonly string[],
  options: AdHocOptions,
): Promise<ExitCode> {
  refuseFileOnStdin(world);
  if (options.byHost && (options.output === 'live' || options.output === 'json'))
    throw new UsageError(`--by-host and --output ${options.output} are different views: choose one of them`);
  const command = shellTextOf(words);
  if (command.trim() === '') throw new UsageError('the command is empty: write what is to run after --');
  const stage = { kind: execKind, args: command, name: `exec: ${beginningOf(oneLine(command))}` };
  const loaded = await planAdHoc(world, stage, options);
  return runLoaded({ world, version, loaded, options });
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
