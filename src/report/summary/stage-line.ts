import type { StageState } from '../fleet/stage-state.ts';
import { cells, column, rightAligned } from '../text/fit.ts';
import { countText, tookText } from '../text/numbers.ts';
import { safeLine } from '../text/safe-text.ts';
import { joined, type Line, type Span } from '../text/spans.ts';
import type { Symbols } from '../text/symbols.ts';

/** Widths that all stages of a run share, so that their columns stand under each other. */
export interface StageColumns {
  readonly number: number;
  readonly name: number;
  /** Left out where every cell counts. */
  readonly time: number;
}

const narrow = 60;

export function stageColumns(stages: readonly StageState[], columns: number): StageColumns {
  const longest = Math.max(0, ...stages.map(({ facts }) => cells(safeLine(facts.name))));
  return {
    number: String(stages.length).length,
    name: Math.min(longest, Math.max(8, Math.floor(columns * 0.4)), 48),
    time: columns < narrow ? 0 : 8,
  };
}

/** `✔ 2 Install on managers   3.2s  18/20 ok · 1 failed · 1 unreachable`. */
export function stageLine(stage: StageState, width: StageColumns, symbols: Symbols): Line {
  const { end } = stage;
  // An assert takes no time worth a word.
  const took =
    end === undefined || (end.verdict !== undefined && end.durationMs < 50) ? '' : tookText(end.durationMs);
  return [
    ...stageHead(stage, width, symbols),
    { text: width.time === 0 ? '  ' : `${rightAligned(took, width.time)}  `, tone: 'dim' },
    ...whatCameOut(stage, symbols),
  ];
}

/** Its sign, number and name. */
export function stageHead(stage: StageState, width: StageColumns, symbols: Symbols): Line {
  const isRunning = stage.startedMs !== undefined && stage.end === undefined;
  return [
    stageSign(stage, symbols),
    { text: ` ${rightAligned(String(stage.number), width.number)} `, tone: 'dim' },
    {
      text: column(safeLine(stage.facts.name), width.name, symbols.ellipsis),
      ...(isRunning && { tone: 'strong' }),
      ...(stage.startedMs === undefined && { tone: 'dim' }),
    },
  ];
}

function stageSign({ startedMs, end, counts, facts }: StageState, symbols: Symbols): Span {
  if (startedMs === undefined) return { text: symbols.outcome.skipped, tone: 'dim' };
  if (end === undefined) return { text: symbols.running, tone: 'busy' };
  if (end.isGood) return { text: symbols.outcome.ok, tone: 'good' };
  const isHarmless =
    counts.unreachable + counts.unknown === 0 && (counts.failed === 0 || facts.continueOnError);
  if (isHarmless && end.verdict === undefined) return { text: symbols.partly, tone: 'warn' };
  return { text: symbols.outcome.failed, tone: 'bad' };
}

function whatCameOut(stage: StageState, symbols: Symbols): Line {
  const { startedMs, end, facts } = stage;
  if (startedMs === undefined) return [{ text: 'not run', tone: 'dim' }];
  if (end?.verdict !== undefined) return [{ text: safeLine(end.verdict) }];
  if (facts.hostCount === 0 && stage.hostCount === 0)
    return [{ text: end === undefined ? 'not finished' : 'done' }];
  return joined(stageCounts(stage), { text: ` ${symbols.dot} `, tone: 'dim' });
}

/** `18/20 ok`, `1 failed`, …: what is zero is left out. */
export function stageCounts(stage: StageState): readonly (Span | undefined)[] {
  const { counts, whenFalse } = stage;
  const planned = stage.end?.tally?.planned ?? stage.hostCount - whenFalse;
  const nobody: Span = { text: 'nothing to do', tone: 'dim' };
  const ok: Span = { text: `${countText(counts.ok)}/${countText(planned)} ok` };
  return [
    planned === 0 ? nobody : ok,
    ...badCounts(counts),
    counted(counts.skipped - whenFalse, 'left out', 'warn'),
    counted(whenFalse, 'not chosen by when', 'dim'),
    ...(stage.facts.continueOnError && counts.failed > 0
      ? [{ text: 'goes on after errors', tone: 'dim' } as const]
      : []),
  ];
}

/** `2 failed`, `1 unreachable`, …. */
export function badCounts(counts: StageState['counts']): readonly (Span | undefined)[] {
  return [
    counted(counts.failed, 'failed', 'bad'),
    counted(counts.unreachable, 'unreachable', 'bad'),
    counted(counts.unknown, 'unknown', 'warn'),
    counted(counts.cancelled, 'cancelled', 'warn'),
  ];
}

export function counted(count: number, what: string, tone: NonNullable<Span['tone']>): Span | undefined {
  return count > 0 ? { text: `${countText(count)} ${what}`, tone } : undefined;
}
