import { basename } from 'node:path';
import type { RunStarted } from '../../events/events.ts';
import { commandLine } from '../../playbook/stage/one-stage.ts';

type Playbook = RunStarted['playbook'];

/** Whether two runs are of one file, whatever stood in it then; of words of a command line: of the same ones, wherever they were typed. */
export function isSamePlaybook(one: Playbook, other: Playbook): boolean {
  return isCommand(one) ? one.sha256 === other.sha256 : one.path === other.path;
}

/** As people know it. */
export function playbookWords(playbook: Playbook): string {
  return isCommand(playbook) ? `"${playbook.name}"` : playbook.path;
}

function isCommand({ path }: Playbook): boolean {
  return basename(path) === commandLine;
}
