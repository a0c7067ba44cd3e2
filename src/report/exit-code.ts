import type { RunEnded } from '../events/events.ts';
import type { FleetState } from './fleet/fleet-state.ts';
import type { HostOutcome } from './host-outcome.ts';

export type ExitCode = RunEnded['exitCode'];

export interface HowItEnded {
  readonly hosts: Iterable<HostOutcome>;
  /** An assert did not hold. */
  readonly hasFailedAssert: boolean;
  /** By a person or a signal. */
  readonly isInterrupted: boolean;
}

/** 0 all good, 1 a host or an assert failed, 3 some outcome is unknown, 130 interrupted. */
export function exitCode({ hosts, hasFailedAssert, isInterrupted }: HowItEnded): ExitCode {
  if (isInterrupted) return 130;
  let code: ExitCode = hasFailedAssert ? 1 : 0;
  for (const { outcome, isSuccess } of hosts) {
    if (outcome === 'unknown') return 3;
    if (!isSuccess) code = 1;
  }
  return code;
}

/** Of a run whose last stage is over. */
export function exitCodeOfFleet(fleet: FleetState, isInterrupted: boolean): ExitCode {
  return exitCode({
    hosts: [...(fleet.run?.hosts ?? []).map(({ name }) => fleet.hostOutcome(name)), ...unknownHere(fleet)],
    hasFailedAssert: fleet.stages.some(({ end }) => end?.verdict !== undefined && end.stopsRun),
    isInterrupted,
  });
}

/** What may have run on this machine counts as what may have run on a host. */
function unknownHere({ stages }: FleetState): HostOutcome[] {
  const unknown = stages.filter(({ end }) => end?.result?.outcome === 'unknown');
  return unknown.map(() => ({ outcome: 'unknown', isSuccess: false }));
}
