import type { RunEvent } from '../../events/events.ts';
import { FleetState } from '../fleet/fleet-state.ts';
import { closing, verdict } from '../summary/summary.ts';
import { summaryLook } from '../summary/write-summary.ts';
import type { Terminal } from '../terminal.ts';
import type { View } from '../view.ts';
import type { ReadWhole } from '../whole-output.ts';
import { groupLines } from './group-lines.ts';
import { OutputGroups } from './output-group.ts';

export interface GroupedParts {
  /** Shows what goes on until then. */
  readonly progress: View;
  /** Gets what the hosts said. */
  readonly result: Terminal;
  /** Gets the verdict. */
  readonly messages: Terminal;
  readonly readWhole: ReadWhole;
  /** Its process lives: what is not over is no failure. */
  readonly isGoingOn?: boolean;
  /** Where all went well there is no verdict. */
  readonly isQuiet?: boolean;
}

/** For one command on many hosts: at its end what they said, hosts that said the same together, as `clush -b` does. */
export function groupedView(parts: GroupedParts): View {
  const { progress, result, messages, readWhole, isGoingOn = false, isQuiet = false } = parts;
  const fleet = new FleetState();
  const groups = new OutputGroups(readWhole);
  let isOver = false;
  const close = () => {
    if (isOver) return;
    isOver = true;
    progress.close();
    if (fleet.run === undefined) return;
    const look = { ...summaryLook(result), runDirectory: fleet.run.runDirectory };
    for (const group of groups.sorted()) result.write(`${groupLines(group, look).join('\n')}\n`);
    const isGood = fleet.end?.exitCode === 0;
    if (isGood && isQuiet) return;
    const last = (isGood ? verdict : closing)(fleet, { ...summaryLook(messages), isGoingOn });
    messages.write(`${last.join('\n')}\n`);
  };
  return {
    onEvent: (event: RunEvent) => {
      fleet.apply(event);
      if (event.type === 'task-ended') groups.add(fleet.host(event.host), event.result);
      if (event.type === 'run-ended') close();
      else progress.onEvent(event);
    },
    ...(progress.suspend !== undefined && { suspend: progress.suspend.bind(progress) }),
    close,
  };
}
