import type { FleetState } from '../fleet/fleet-state.ts';
import { timeLeftMs } from '../fleet/time-left.ts';
import { foldedHosts } from '../summary/folded-hosts.ts';
import { countText, roundText } from '../text/numbers.ts';
import type { Span } from '../text/spans.ts';
import { type LineLook, prefixed } from './prefix.ts';

/** `waiting for 3 of 20: w4, w7, w9`: that a long stage is alive, and whom it waits for. */
export function heartbeat(fleet: FleetState, sinceLastEventMs: number, look: LineLook): string[] {
  const stage = fleet.current;
  if (stage === undefined || stage.hostCount === 0) return [];
  const open = stage.hostCount - stage.ended;
  const names = foldedHosts(openHosts(stage), stage.active, 72, look.symbols.ellipsis);
  const at = new Date(Date.parse(fleet.at) + sinceLastEventMs).toISOString();
  const left = timeLeftMs(stage, fleet.elapsedMs + sinceLastEventMs);
  const words: Span[] = [
    { text: `waiting for ${countText(open)} of ${countText(stage.hostCount)}` },
    { text: stage.active > 0 ? `: ${names}` : '' },
    { text: stage.waiting.size > 0 ? `, ${countText(stage.waiting.size)} queued` : '' },
    { text: left === undefined ? '' : `, about ${roundText(left)} left`, tone: 'dim' },
  ];
  return prefixed(at, stage, fleet.stages.length, words, look);
}

function* openHosts({ retrying, running }: NonNullable<FleetState['current']>): Generator<string> {
  yield* retrying.keys();
  yield* running.keys();
}
