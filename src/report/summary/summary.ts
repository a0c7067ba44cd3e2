import type { RunStarted } from '../../events/events.ts';
import type { FleetState } from '../fleet/fleet-state.ts';
import type { StageState } from '../fleet/stage-state.ts';
import { wrap } from '../text/fit.ts';
import { plural } from '../text/numbers.ts';
import { safeLine } from '../text/safe-text.ts';
import { type Line, type Paint, paint } from '../text/spans.ts';
import type { Symbols } from '../text/symbols.ts';
import { failureBlock } from './failure-block.ts';
import { foldedHosts } from './folded-hosts.ts';
import { stageColumns, stageLines } from './stage-line.ts';
import { verdictLines, whyStopped } from './verdict-line.ts';

export interface SummaryLook {
  readonly columns: number;
  readonly hasColor: boolean;
  readonly symbols: Symbols;
  /** Its process lives: what is not over is no failure. */
  readonly isGoingOn?: boolean;
}

/** More kinds of failure than this are counted, not told. */
const mostGroups = 12;

/** What a run came to, for the scrollback: its stages, its failures by kind, where the logs are, the verdict last. */
export function summary(fleet: FleetState, look: SummaryLook): string[] {
  if (fleet.run === undefined) return [];
  return [...painted(stagesAndFailures(fleet, fleet.stages, look), look), ...closing(fleet, look)];
}

/** Its last lines alone: why the run stopped, where the logs are, the verdict. */
export function closing(fleet: FleetState, look: SummaryLook): string[] {
  if (fleet.run === undefined) return [];
  const lines = [...(look.isGoingOn ? [] : stopped(fleet, look)), ...locksLeft(fleet, look), logs(fleet.run)];
  return [...painted(lines, look), ...verdict(fleet, look)];
}

/** Its last word. */
export function verdict(fleet: FleetState, look: SummaryLook): string[] {
  return painted(verdictLines(fleet, look), look);
}

/** For a person who is to decide how it goes on: the stages that are over, and the failures so far. */
export function standing(fleet: FleetState, look: SummaryLook): string[] {
  const over = fleet.stages.filter(({ end }) => end !== undefined);
  return painted(stagesAndFailures(fleet, over, look), look);
}

function painted(lines: readonly Line[], { columns, hasColor, symbols }: SummaryLook): string[] {
  const style: Paint = { columns, hasColor, ellipsis: symbols.ellipsis };
  return lines.map((line) => paint(line, style));
}

function stagesAndFailures(fleet: FleetState, stages: readonly StageState[], look: SummaryLook): Line[] {
  const width = stageColumns(fleet.stages, look.columns);
  return [
    [{ text: safeLine(fleet.run?.playbook.name ?? ''), tone: 'strong' }],
    ...stages.flatMap((stage) => stageLines(stage, width, look)),
    [],
    ...failures(fleet, look),
  ];
}

function logs({ runDirectory }: RunStarted): Line {
  return [{ text: `Logs: ${safeLine(runDirectory)}`, tone: 'dim', isPath: true }];
}

function failures(fleet: FleetState, look: SummaryLook): Line[] {
  const groups = fleet.failures.sorted();
  const told = groups.slice(0, mostGroups).flatMap((group) => [...failureBlock(group, look), []]);
  const rest = groups.slice(mostGroups);
  if (rest.length === 0) return told;
  const hosts = new Set(rest.flatMap((group) => [...group.hosts]));
  const where = hosts.size === 0 ? '' : `, on ${plural(hosts.size, 'host')}`;
  const more = `and ${plural(rest.length, 'more kind')} of failure${where}: see the logs`;
  return [...told, ...wrap(more, Math.max(20, look.columns)).map((text): Line => [{ text }]), []];
}

function stopped(fleet: FleetState, { columns }: SummaryLook): Line[] {
  const why = whyStopped(fleet);
  if (why === undefined) return [];
  return wrap(`Stopped: ${why}`, Math.max(20, columns)).map((text): Line => [{ text, tone: 'warn' }]);
}

function locksLeft({ run, end }: FleetState, { columns, symbols }: SummaryLook): Line[] {
  const hosts = end?.locksLeft ?? [];
  if (run === undefined || hosts.length === 0) return [];
  const text = `The lock of this run may still be on ${foldedHosts(hosts, hosts.length, columns, symbols.ellipsis)}: remove it with "aeon-run unlock ${safeLine(run.runId)}" when the hosts can be reached`;
  return wrap(text, Math.max(20, columns)).map((line): Line => [{ text: line, tone: 'warn' }]);
}
