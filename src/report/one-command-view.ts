import type { RunEvent, TaskEnded } from '../events/events.ts';
import { FleetState } from './fleet/fleet-state.ts';
import { closing, verdict } from './summary/summary.ts';
import { summaryLook } from './summary/write-summary.ts';
import type { Terminal } from './terminal.ts';
import type { View } from './view.ts';

export interface OneCommandParts {
  /** Shows what goes on until its end. */
  readonly progress: View;
  /** Gets the verdict. */
  readonly messages: Terminal;
  /** Its process lives: what is not over is no failure. */
  readonly isGoingOn?: boolean;
  /** Where all went well there is no verdict. */
  readonly isQuiet?: boolean;
}

/** What is shown of the hosts: as each of them ends, and before the verdict. */
export interface OfHosts {
  onTaskEnded(event: TaskEnded, fleet: FleetState): void;
  atEnd?(runDirectory: string): void;
}

/** A view of one command on many hosts: its result is what they said, and its last word the verdict. */
export function oneCommandView(parts: OneCommandParts, { onTaskEnded, atEnd }: OfHosts): View {
  const { progress, messages, isGoingOn = false, isQuiet = false } = parts;
  const fleet = new FleetState();
  let isOver = false;
  const close = () => {
    if (isOver) return;
    isOver = true;
    progress.close();
    if (fleet.run === undefined) return;
    atEnd?.(fleet.run.runDirectory);
    const isGood = fleet.end?.exitCode === 0;
    if (isGood && isQuiet) return;
    const last = (isGood ? verdict : closing)(fleet, { ...summaryLook(messages), isGoingOn });
    messages.write(`${last.join('\n')}\n`);
  };
  return {
    onEvent: (event: RunEvent) => {
      fleet.apply(event);
      if (event.type === 'task-ended') onTaskEnded(event, fleet);
      if (event.type === 'run-ended') close();
      else progress.onEvent(event);
    },
    ...(progress.suspend !== undefined && { suspend: progress.suspend.bind(progress) }),
    close,
  };
}
