import { cells } from '../../document/cells.ts';
import type { StageState } from '../fleet/stage-state.ts';
import { column, rightAligned, wrap } from '../text/fit.ts';
import { countText, tookText } from '../text/numbers.ts';
import { safeLine } from '../text/safe-text.ts';
import { flowed, joined, type Line, width as lineWidth, type Span } from '../text/spans.ts';
import type { Symbols } from '../text/symbols.ts';
import type { SummaryLook } from './summary.ts';

/** Widths that all stages of a run share, so that their columns stand under each other. */
export interface StageColumns {
  readonly id: number;
  readonly name: number;
  /** Left out where every cell counts. */
  readonly time: number;
}

const narrow = 60;
/** What most stages come to: `12/13 ok · 1 unreachable`. */
const usualWords = 26;

export function stageColumns(stages: readonly StageState[], columns: number): StageColumns {
  const longest = Math.max(0, ...stages.map(({ facts }) => cells(safeLine(facts.name))));
  const id = Math.max(0, ...stages.map(({ facts }) => facts.id.length));
  const time = columns < narrow ? 0 : 8;
  const words = Math.max(usualWords, ...stages.map(countsWidth));
  const room = columns - id - time - 5 - words;
  return { id, name: Math.min(longest, Math.max(8, Math.floor(columns * 0.4), room), 72), time };
}

/** A long name may take what the counts of the stages leave. A sentence has a line of its own where it needs one. */
function countsWidth(stage: StageState): number {
  if (stage.end === undefined || stage.end.verdict !== undefined) return 0;
  return lineWidth(joined(whatCameOut(stage, { tellsChanges: false }), { text: ' · ' }));
}

/** `✔ 2 Install on managers   3.2s  18/20 ok · 1 failed · 1 unreachable`. How many changed is told where there is room for it. */
export function stageLine(
  stage: StageState,
  width: StageColumns,
  { columns, symbols }: Pick<SummaryLook, 'columns' | 'symbols'>,
): Line {
  const start = stageStart(stage, width, symbols);
  const whole = [...start, ...joined(whatCameOut(stage), dotted(symbols))];
  if (lineWidth(whole) <= columns) return whole;
  return [...start, ...joined(whatCameOut(stage, { tellsChanges: false }), dotted(symbols))];
}

/** As `stageLine`, with what came out on lines of its own where one is not enough. */
export function stageLines(stage: StageState, width: StageColumns, look: SummaryLook): Line[] {
  const { columns, symbols } = look;
  const whole = stageLine(stage, width, look);
  if (lineWidth(whole) <= columns) return [whole];
  const wrapped = whatCameOut(stage).flatMap((part) =>
    part === undefined ? [] : wrap(part.text, Math.max(20, columns - 4)).map((text) => ({ ...part, text })),
  );
  const own = Math.min(cells(safeLine(stage.facts.name)), columns - width.id - width.time - 5);
  const hasTime = width.time > 0 && stageTook(stage) !== '';
  const name = hasTime ? Math.max(own, width.name) : own;
  const start = stageStart(stage, { ...width, name }, symbols);
  const words = flowed(wrapped, dotted(symbols), columns - 4, '');
  return [start, ...words.map((line) => [{ text: '    ' }, ...line])];
}

function dotted({ dot }: Symbols): Span {
  return { text: ` ${dot} `, tone: 'dim' };
}

function stageStart(stage: StageState, width: StageColumns, symbols: Symbols): Line {
  return [
    ...stageHead(stage, width, symbols),
    { text: width.time === 0 ? '  ' : `${rightAligned(stageTook(stage), width.time)}  `, tone: 'dim' },
  ];
}

/** How long it took; nothing before its end, and of an assert, which takes no time worth a word. */
export function stageTook({ end }: StageState): string {
  const isInstant = end?.verdict !== undefined && end.durationMs < 50;
  return end === undefined || isInstant ? '' : tookText(end.durationMs);
}

/** Its sign, its place in the plan and its name. */
export function stageHead(stage: StageState, width: StageColumns, symbols: Symbols): Line {
  const isRunning = stage.startedMs !== undefined && stage.end === undefined;
  return [
    stageSign(stage, symbols),
    { text: ` ${rightAligned(stage.facts.id, width.id)} `, tone: 'dim' },
    {
      text: column(safeLine(stage.facts.name), width.name, symbols.ellipsis),
      ...(isRunning && { tone: 'strong' }),
      ...(stage.startedMs === undefined && { tone: 'dim' }),
    },
  ];
}

/** How it came out, in one sign. */
export function stageSign(stage: StageState, symbols: Symbols): Span {
  const { startedMs, end, counts, facts } = stage;
  if (startedMs === undefined) return { text: symbols.outcome.skipped, tone: 'dim' };
  if (end === undefined) return { text: symbols.running, tone: 'busy' };
  if (end.isGood) return { text: symbols.outcome.ok, tone: 'good' };
  const isHarmless =
    end.verdict === undefined
      ? counts.unreachable + counts.unknown === 0 && (counts.failed === 0 || facts.continueOnError)
      : isToleratedVerdict(stage);
  if (isHarmless) return { text: symbols.partly, tone: 'warn' };
  return { text: symbols.outcome.failed, tone: 'bad' };
}

/** An assert, or a stage on this machine, that came to nothing good, and after which the run goes on. */
function isToleratedVerdict({ end, facts }: StageState): boolean {
  if (end?.verdict === undefined || end.isGood || end.stopsRun) return false;
  return facts.continueOnError && end.result?.outcome !== 'unknown';
}

/** The words after its name and time. */
export function whatCameOut(stage: StageState, { tellsChanges = true } = {}): readonly (Span | undefined)[] {
  const { startedMs, end, facts } = stage;
  if (startedMs === undefined)
    return [{ text: facts.isOnFailure ? 'only when the wave fails' : 'not run', tone: 'dim' }];
  if (end?.verdict !== undefined)
    return [{ text: safeLine(end.verdict) }, isToleratedVerdict(stage) ? continueOnError : undefined];
  if (facts.hostCount === 0 && stage.hostCount === 0)
    return [{ text: end === undefined ? 'not finished' : 'done' }];
  return [...stageCounts(stage), tellsChanges ? counted(stage.changed, 'changed', 'dim') : undefined];
}

const continueOnError: Span = { text: 'continue-on-error', tone: 'dim' };

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
    stage.facts.continueOnError && counts.failed > 0 ? continueOnError : undefined,
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
