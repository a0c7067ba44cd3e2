import type { FleetState } from '../fleet/fleet-state.ts';
import type { RunningTask } from '../fleet/running-task.ts';
import { timeLeftMs } from '../fleet/time-left.ts';
import { foldedHosts } from '../summary/folded-hosts.ts';
import { countText, roundText } from '../text/numbers.ts';
import { safeLine } from '../text/safe-text.ts';
import type { Span } from '../text/spans.ts';
import { type LineLook, prefixed } from './prefix.ts';

/** `waiting for 3 of 20: w4, w7, w9`: that a long stage is alive, and whom it waits for. */
export function heartbeat(fleet: FleetState, sinceLastEventMs: number, look: LineLook): string[] {
  const stage = fleet.current;
  if (stage?.here !== undefined) return hereBeat(fleet, stage.here, sinceLastEventMs, look);
  if (stage === undefined || stage.hostCount === 0) return [];
  const open = stage.hostCount - stage.ended;
  const names = foldedHosts(openHosts(stage), stage.active, 72, look.symbols.ellipsis);
  const at = later(fleet, sinceLastEventMs);
  const left = timeLeftMs(stage, fleet.elapsedMs + sinceLastEventMs);
  const words: Span[] = [
    { text: `waiting for ${countText(open)} of ${countText(stage.hostCount)}` },
    { text: stage.active > 0 ? `: ${names}` : '' },
    { text: stage.waiting.size > 0 ? `, ${countText(stage.waiting.size)} queued` : '' },
    { text: left === undefined ? '' : `, about ${roundText(left)} left`, tone: 'dim' },
  ];
  return prefixed(at, stage, fleet.stages.length, words, look);
}

/** `still: pausing, 40s left`: the same of this machine. */
function hereBeat(fleet: FleetState, task: RunningTask, sinceMs: number, look: LineLook): string[] {
  const ageMs = fleet.elapsedMs + sinceMs - task.startedMs;
  const left = task.unit === 'ms' && task.total !== undefined ? Math.max(0, task.total - ageMs) : undefined;
  const words: Span[] = [
    { text: `still: ${safeLine(task.doing)}` },
    { text: left === undefined ? '' : `, ${roundText(left)} left`, tone: 'dim' },
  ];
  return prefixed(later(fleet, sinceMs), fleet.current, fleet.stages.length, words, look);
}

function later(fleet: FleetState, ms: number): string {
  return new Date(Date.parse(fleet.at) + ms).toISOString();
}

function* openHosts({ retrying, running }: NonNullable<FleetState['current']>): Generator<string> {
  yield* retrying.keys();
  yield* running.keys();
}
