import { column, cut, rightAligned } from './text/fit.ts';
import { countText } from './text/numbers.ts';
import { safeLine } from './text/safe-text.ts';

/** A run of before, as `runs --json` tells it. */
export interface RunSummary {
  readonly run_id: string;
  /** ISO 8601 in UTC. */
  readonly started: string;
  /** `interrupted`: told to stop. `unfinished`: its process was killed. Both can be resumed. */
  readonly state: 'finished' | 'interrupted' | 'unfinished' | 'running';
  readonly directory: string;
  /** Absent, as all that follows, when it was stopped before it began. */
  readonly playbook?: string;
  readonly name?: string;
  /** Hosts that came out ok, so far. */
  readonly ok?: number;
  readonly total?: number;
  readonly exit_code?: number;
  readonly duration_seconds?: number;
}

export interface RunTableLook {
  /** What the clock on the wall showed. */
  readonly localTime: (iso: string) => string;
  /** Of the terminal, which would break a longer row. */
  readonly columns: number;
  readonly ellipsis: string;
}

export function runTable(
  runs: readonly RunSummary[],
  { localTime, columns, ellipsis }: RunTableLook,
): readonly string[] {
  const rows = [
    ['run', 'when', 'hosts ok', 'state', 'playbook'],
    ...runs.map((run) => cellsOf(run, localTime)),
  ];
  const widths = [0, 1, 2, 3].map((at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows.map(([id = '', when = '', hosts = '', state = '', playbook = '']) => {
    const row = [
      column(id, widths[0] ?? 0, ''),
      column(when, widths[1] ?? 0, ''),
      rightAligned(hosts, widths[2] ?? 0),
      column(state, widths[3] ?? 0, ''),
      playbook,
    ]
      .join('  ')
      .trimEnd();
    return cut(row, columns, ellipsis);
  });
}

function cellsOf(run: RunSummary, localTime: (iso: string) => string): string[] {
  const { run_id, started, state, name = '', ok, total, exit_code } = run;
  const hosts = ok === undefined || total === undefined ? '-' : `${countText(ok)}/${countText(total)}`;
  return [run_id, localTime(started), hosts, stateText(state, exit_code), safeLine(name)];
}

/** How it ended, in a word where there is one: the names of the playbooks need the room. */
function stateText(state: RunSummary['state'], exitCode = 0): string {
  if (state !== 'finished') return state;
  return endings[exitCode] ?? `${state} (${exitCode})`;
}

const endings: Readonly<Record<number, string>> = { 0: 'finished', 1: 'failed', 3: 'unknown' };
