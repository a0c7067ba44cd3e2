import type { PlannedHost } from '../../events/events.ts';
import { ratePercent } from '../../result/success-rate.ts';
import type { FleetState } from '../fleet/fleet-state.ts';
import { countText, tookText } from '../text/numbers.ts';
import { safeLine } from '../text/safe-text.ts';
import { flowed, type Line } from '../text/spans.ts';
import { badCounts, counted } from './stage-line.ts';
import type { SummaryLook } from './summary.ts';

/** `● 3 of 20 hosts ok so far · 1 failed · last event after 12s`: of a run that goes on. */
function standLines(fleet: FleetState, { columns, symbols }: SummaryLook): Line[] {
  const hosts = fleet.run?.hosts ?? [];
  const { counts } = hostCounts(
    fleet,
    hosts.filter(({ name }) => !fleet.isOpen(name)),
  );
  const parts = [
    {
      text:
        hosts.length === 0
          ? 'going on on this machine'
          : `${countText(counts.ok)} of ${countText(hosts.length)} hosts ok so far`,
    },
    // One that is well and has stages left counts as cancelled until then.
    ...badCounts({ ...counts, cancelled: 0 }),
    { text: `last event after ${tookText(fleet.elapsedMs)}`, tone: 'dim' } as const,
  ];
  const [first = [], ...rest] = flowed(parts, { text: ` ${symbols.dot} `, tone: 'dim' }, columns - 2, '  ');
  return [[{ text: `${symbols.running} `, tone: 'busy' }, ...first], ...rest];
}

/** `✖ 18 of 20 hosts ok (90 %) · 1 failed · 1 unreachable · 3m12s`: the last word of a run. */
export function verdictLines(fleet: FleetState, look: SummaryLook): Line[] {
  const { columns, symbols } = look;
  if (look.isGoingOn) return standLines(fleet, look);
  const hosts = fleet.run?.hosts ?? [];
  const { counts, idle } = hostCounts(fleet, hosts);
  const isGood = fleet.end?.exitCode === 0;
  const isUnknown = counts.unknown > 0 || fleet.end?.exitCode === 3;
  const tone = isGood ? 'good' : isUnknown ? 'warn' : 'bad';
  const sign = symbols.outcome[isGood ? 'ok' : isUnknown ? 'unknown' : 'failed'];
  const parts = [
    {
      text: hosts.length === 0 ? endHere(fleet) : rateText(counts.ok, hosts.length),
      tone: 'strong',
    } as const,
    ...badCounts(counts),
    counted(counts.skipped, 'not run', 'warn'),
    counted(idle, 'with nothing to do', 'dim'),
    counted(fleet.recovered, 'recovered', 'dim'),
    { text: tookText(fleet.end?.durationMs ?? fleet.elapsedMs), tone: 'dim' } as const,
  ];
  const [first = [], ...rest] = flowed(parts, { text: ` ${symbols.dot} `, tone: 'dim' }, columns - 2, '  ');
  return [[{ text: `${sign} `, tone }, ...first], ...rest];
}

function rateText(ok: number, planned: number): string {
  return `${countText(ok)} of ${countText(planned)} hosts ok (${ratePercent({ ok, planned })} %)`;
}

/** Of a run that has no hosts. */
function endHere({ end }: FleetState): string {
  switch (end?.exitCode) {
    case 0:
      return 'done on this machine';
    case 3:
      return 'what became of it on this machine is not known';
    case 130:
      return 'interrupted on this machine';
    case undefined:
      return 'not brought to its end on this machine';
    default:
      return 'failed on this machine';
  }
}

/** `ok` are all successes; `idle` those of them that had nothing to do. */
function hostCounts(fleet: FleetState, hosts: readonly PlannedHost[]) {
  const counts = { ok: 0, failed: 0, unreachable: 0, unknown: 0, cancelled: 0, skipped: 0 };
  let idle = 0;
  for (const { name } of hosts) {
    const { outcome, isSuccess } = fleet.hostOutcome(name);
    counts[isSuccess ? 'ok' : outcome]++;
    if (isSuccess && outcome === 'skipped') idle++;
  }
  return { counts, idle };
}

/** Why the run came to its end early, where it did. */
export function whyStopped({ end }: FleetState): string | undefined {
  if (end === undefined) return 'the record ends here: this run has not been brought to its end';
  return end.stopped === undefined ? undefined : safeLine(end.stopped);
}
