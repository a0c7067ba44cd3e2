import type { RunStarted } from '../../events/events.ts';
import { isOfCommandLine } from '../../playbook/stage/one-stage.ts';

type Playbook = RunStarted['playbook'];

/** Whether two runs are of one file, whatever stood in it then; of words of a command line: of the same ones, wherever they were typed. */
export function isSamePlaybook(one: Playbook, other: Playbook): boolean {
  return isOfCommandLine(one.path) ? one.sha256 === other.sha256 : one.path === other.path;
}

/** As people know it. */
export function playbookWords(playbook: Playbook): string {
  return isOfCommandLine(playbook.path) ? `"${playbook.name}"` : playbook.path;
}
