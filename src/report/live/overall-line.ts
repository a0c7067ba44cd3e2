import type { StageState } from '../fleet/stage-state.ts';
import { timeLeftMs } from '../fleet/time-left.ts';
import { badCounts, counted } from '../summary/stage-line.ts';
import { ageText, countText, percentDone, roundText } from '../text/numbers.ts';
import { joined, type Line, type Span, width } from '../text/spans.ts';
import type { Symbols } from '../text/symbols.ts';
import { partBar } from './bar.ts';

export interface OverallLook {
  readonly symbols: Symbols;
  readonly columns: number;
  readonly nowMs: number;
}

const leastBar = 8;
const mostBar = 40;

/**
 * `━━━━━━────  12/20  60 %  11 ok · 1 failed  38s elapsed  about 20s left`. Where it is narrow, what matters least goes
 * first, then the bar; failures are told to the last, in one number where there is no room for each kind.
 */
export function overallLine(stage: StageState, look: OverallLook): Line {
  const { columns } = look;
  const total = stage.hostCount;
  const done = stage.ended;
  const detailed = fitting(parts(stage, badCounts(stage.counts), look), columns - leastBar);
  const isTooWide = width(detailed) > columns;
  const bad = [counted(stage.bad, 'not ok', 'bad')];
  const words = isTooWide ? fitting(parts(stage, bad, look), columns - leastBar) : detailed;
  const room = Math.max(0, Math.min(mostBar, columns - width(words)));
  const share = total === 0 ? 0 : done / total;
  return [...partBar(share, { ...look, barColumns: room }, stage.bad > 0 ? 'warn' : 'good'), ...words];
}

interface Part {
  readonly spans: Line;
  /** The greatest goes first; 0 stays. */
  readonly expendable: number;
}

function parts(
  stage: StageState,
  bad: readonly (Span | undefined)[],
  { symbols, nowMs }: OverallLook,
): Part[] {
  const dot: Span = { text: ` ${symbols.dot} `, tone: 'dim' };
  const { counts, hostCount, ended } = stage;
  const left = timeLeftMs(stage, nowMs);
  const age = ageText(nowMs - (stage.startedMs ?? nowMs));
  const ok = [counted(counts.ok, 'ok', 'good'), counted(counts.skipped, 'skipped', 'dim')];
  return [
    { spans: [{ text: `  ${countText(ended)}/${countText(hostCount)}`, tone: 'strong' }], expendable: 0 },
    { spans: [{ text: `  ${percentDone(ended, hostCount)} %` }], expendable: 3 },
    { spans: lead(joined(ok, dot)), expendable: 2 },
    { spans: lead(joined(bad, dot)), expendable: 0 },
    { spans: [{ text: `  ${age} elapsed`, tone: 'dim' }], expendable: 4 },
    {
      spans: left === undefined ? [] : [{ text: `  about ${roundText(left)} left`, tone: 'dim' }],
      expendable: 1,
    },
  ];
}

function lead(line: Line): Line {
  return line.length === 0 ? [] : [{ text: '  ' }, ...line];
}

function fitting(all: readonly Part[], columns: number): Line {
  let words = all.flatMap(({ spans }) => spans);
  for (const worst of [4, 3, 2, 1]) {
    if (width(words) <= columns) break;
    words = all.filter(({ expendable }) => expendable < worst).flatMap(({ spans }) => spans);
  }
  return words;
}
