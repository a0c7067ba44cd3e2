import type { StageState } from '../fleet/stage-state.ts';
import type { HostRow } from './host-row.ts';

export interface HostWindow {
  readonly rows: readonly HostRow[];
  /** Hosts that are not shown, by where they stand. */
  readonly hidden: {
    readonly failed: number;
    readonly active: number;
    readonly waiting: number;
    readonly done: number;
  };
}

/**
 * The hosts to look at first, at most `size` of them: those that failed, those that are tried again, those that run
 * longest. Walks no more hosts than it gives back, whatever the size of the fleet.
 */
export function hostWindow(stage: StageState, size: number): HostWindow {
  const { waiting, running, retrying, lastFailed, lastOther } = stage;
  const failedRoom = Math.max(Math.ceil(size / 2), size - stage.active);
  const rows: HostRow[] = newest(lastFailed, Math.min(failedRoom, size));
  const failed = rows.length;
  for (const task of retrying.values()) if (!add(rows, size, { kind: 'retrying', task })) break;
  for (const task of running.values()) if (!add(rows, size, { kind: 'running', task })) break;
  const active = rows.length - failed;
  // With more hosts than rows, those that are queued say nothing: the done ones tell how it goes.
  const fitsAll = stage.hostCount <= size;
  if (fitsAll) for (const host of waiting) add(rows, size, { kind: 'waiting', host });
  const queued = rows.length - failed - active;
  rows.push(...newest(lastOther, size - rows.length));
  const done = rows.length - failed - active - queued;
  const { failed: hasFailed, unreachable, unknown, cancelled, ok, skipped } = stage.counts;
  return {
    rows,
    hidden: {
      failed: hasFailed + unreachable + unknown - failed,
      active: stage.active - active,
      waiting: waiting.size - queued,
      done: ok + skipped + cancelled - done,
    },
  };
}

function add(rows: HostRow[], size: number, row: HostRow): boolean {
  if (rows.length >= size) return false;
  rows.push(row);
  return true;
}

function newest(tasks: StageState['lastFailed'], most: number): HostRow[] {
  return tasks
    .slice(Math.max(0, tasks.length - Math.max(0, most)))
    .reverse()
    .map((task) => ({ kind: 'settled', task }));
}
