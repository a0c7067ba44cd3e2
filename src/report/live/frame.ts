import { cells } from '../../document/cells.ts';
import type { PlannedStage } from '../../events/events.ts';
import type { FleetState } from '../fleet/fleet-state.ts';
import type { StageState } from '../fleet/stage-state.ts';
import { type StageColumns, stageColumns, stageHead, stageLine } from '../summary/stage-line.ts';
import { cut } from '../text/fit.ts';
import { ageText, countText } from '../text/numbers.ts';
import { safeLine } from '../text/safe-text.ts';
import { joined, type Line, paint } from '../text/spans.ts';
import type { Symbols } from '../text/symbols.ts';
import { hereLine } from './here-line.ts';
import { hostRow } from './host-row.ts';
import { type HostWindow, hostWindow } from './host-window.ts';
import { overallLine } from './overall-line.ts';

export interface FrameLook {
  readonly columns: number;
  readonly rows: number;
  readonly hasColor: boolean;
  readonly symbols: Symbols;
  /** On the scale of the events' `elapsedMs`. */
  readonly nowMs: number;
}

/** What the screen shows now: at most `rows - 1` lines, none wider than `columns`. */
export function frame(fleet: FleetState, look: FrameLook): string[] {
  if (fleet.run === undefined) return [];
  const most = Math.max(1, look.rows - 1);
  const isAiry = most >= 14;
  const gap: Line[] = isAiry ? [[]] : [];
  const width = stageColumns(fleet.stages, look.columns);
  const stage = fleet.current;
  const head = [header(fleet, look), ...gap];
  const body = stage === undefined ? [] : [title(stage, fleet, width, look), ...gap];
  const foot = stage === undefined ? [] : [...gap, footLine(stage, look)];
  const room = most - head.length - body.length - foot.length;
  const wanted = stage === undefined ? 0 : stage.hostCount;
  const past = pastStages(fleet, width, look, Math.max(room - wanted, Math.floor(most / 4)));
  const hosts = stage === undefined ? [] : hostLines(stage, fleet, look, room - past.length);
  const lines = [...head, ...past, ...body, ...hosts, ...foot];
  // On a screen of few rows, the end says most.
  return lines.slice(-most).map((line) => paint(line, { ...look, ellipsis: look.symbols.ellipsis }));
}

function footLine(stage: StageState, look: FrameLook): Line {
  return stage.here === undefined ? overallLine(stage, look) : hereLine(stage.here, look);
}

/** Where there is no room for all, the id of the run goes first, then the end of a long name. */
function header({ run }: FleetState, { columns, nowMs, symbols }: FrameLook): Line {
  const name = safeLine(run?.playbook.name ?? '');
  const age = ` ${symbols.dot} ${ageText(nowMs)}`;
  const id = ` ${symbols.dot} run ${safeLine(run?.runId ?? '')}`;
  const hasRoom = cells(name + age + id) <= columns;
  return [
    { text: cut(name, columns - cells(age), symbols.ellipsis), tone: 'strong' },
    { text: hasRoom ? age + id : age, tone: 'dim' },
  ];
}

function pastStages(fleet: FleetState, width: StageColumns, look: FrameLook, most: number): Line[] {
  const { symbols } = look;
  const past = fleet.stages.filter(({ end }) => end !== undefined);
  if (past.length <= most) return past.map((stage) => stageLine(stage, width, look));
  if (most < 1) return [];
  const shown = past.slice(past.length - most + 1);
  const folded = past.slice(0, past.length - shown.length);
  const areGood = folded.every(({ end }) => end?.isGood);
  return [
    [
      areGood ? { text: symbols.outcome.ok, tone: 'good' } : { text: symbols.partly, tone: 'warn' },
      { text: ` ${folded.length} stages before${areGood ? '' : ', not all of them good'}`, tone: 'dim' },
    ],
    ...shown.map((stage) => stageLine(stage, width, look)),
  ];
}

/** Behind a wave that has failed comes only what is there for that; else that does not come. */
function isComing({ isOnFailure, wave }: PlannedStage, now: PlannedStage): boolean {
  if (!now.isOnFailure) return !isOnFailure;
  return isOnFailure === true && wave?.rollout === now.wave?.rollout && wave?.number === now.wave?.number;
}

function title(stage: StageState, fleet: FleetState, width: StageColumns, { symbols }: FrameLook): Line {
  const next = fleet.stages
    .slice(stage.number)
    .filter(({ facts }) => isComing(facts, stage.facts))
    .map(({ facts }) => safeLine(facts.name));
  return [
    ...stageHead(stage, width, symbols),
    ...(next.length === 0 ? [] : [{ text: `  then ${next.join(` ${symbols.dot} `)}`, tone: 'dim' } as const]),
  ];
}

function hostLines(stage: StageState, fleet: FleetState, look: FrameLook, room: number): Line[] {
  const fitsAll = stage.hostCount <= room;
  const shown = hostWindow(stage, fitsAll ? room : Math.max(0, room - 1));
  const { columns, symbols, nowMs } = look;
  const rowLook = {
    symbols,
    nowMs,
    nameColumns: Math.min(fleet.longestHostName, Math.max(8, Math.floor(columns * 0.25))),
    indent: columns >= 60 ? 2 : 0,
    barColumns: columns >= 140 ? 24 : columns >= 72 ? 16 : columns >= 60 ? 8 : 4,
  };
  const lines = shown.rows.map((row) => hostRow(row, rowLook));
  return fitsAll || room < 1 ? lines : [...lines, moreLine(shown, symbols)];
}

function moreLine({ hidden }: HostWindow, { ellipsis, dot }: Symbols): Line {
  const parts = (['failed', 'active', 'waiting', 'done'] as const).map((kind) =>
    hidden[kind] > 0
      ? ({ text: `${countText(hidden[kind])} ${words[kind]}`, tone: 'dim' } as const)
      : undefined,
  );
  const more = joined(parts, { text: ` ${dot} `, tone: 'dim' });
  return more.length === 0 ? [] : [{ text: `  ${ellipsis} `, tone: 'dim' }, ...more];
}

const words = { failed: 'more failed', active: 'more running', waiting: 'queued', done: 'done' } as const;
