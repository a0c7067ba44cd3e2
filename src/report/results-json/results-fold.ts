import type { RunEvent } from '../../events/events.ts';
import { ratePercent, type Tally } from '../../result/success-rate.ts';
import { FleetState } from '../fleet/fleet-state.ts';
import type { StageState } from '../fleet/stage-state.ts';
import { DeviceRecord, seconds } from './device-record.ts';
import type { Results, StageResult } from './results.ts';

export interface ResultsFold {
  /** The state that the results are made from. */
  readonly fleet: FleetState;
  onEvent(event: RunEvent): void;
  /** As far as the events went; `undefined` before the run has begun. */
  results(): Results | undefined;
}

/** Gathers what results.json says, from the events of a run that goes on or of its journal. */
export function resultsFold(): ResultsFold {
  const fleet = new FleetState();
  const records = new Map<string, DeviceRecord>();
  return {
    fleet,
    onEvent: (event) => {
      fleet.apply(event);
      if (event.type !== 'task-ended') return;
      const stage = fleet.stage(event.stage);
      if (stage === undefined) return;
      const record = records.get(event.host) ?? new DeviceRecord();
      record.add(stage.facts, event.result);
      records.set(event.host, record);
    },
    results: () => sumUp(fleet, records),
  };
}

function sumUp(fleet: FleetState, records: ReadonlyMap<string, DeviceRecord>): Results | undefined {
  const { run, end } = fleet;
  if (run === undefined) return undefined;
  const devices = run.hosts.map((host) =>
    (records.get(host.name) ?? new DeviceRecord()).toResult(host, fleet.hostOutcome(host.name)),
  );
  const successful = devices.filter(({ status }) => status === 'success').length;
  return {
    timestamp: fleet.at,
    total_devices: devices.length,
    successful,
    failed: devices.length - successful,
    success_rate: rateOf({ ok: successful, planned: devices.length }, end?.exitCode === 0),
    devices,
    run_id: run.runId,
    playbook: run.playbook.path,
    stages: fleet.stages.map(stageResult),
    duration_seconds: seconds(end?.durationMs ?? fleet.elapsedMs),
    exit_code: end?.exitCode ?? null,
    stopped: end?.stopped ?? null,
    ...(end?.locksLeft !== undefined && { locks_left: [...end.locksLeft] }),
    ...(run.rehearsal !== undefined && { rehearsal: run.rehearsal }),
  };
}

/** Of no hosts: a script that asks for 95 is to go on after what is good, and after nothing else. */
function rateOf(tally: Tally, isGood: boolean): number {
  return tally.planned === 0 && !isGood ? 0 : ratePercent(tally);
}

function stageResult(stage: StageState): StageResult {
  const { facts, startedMs, end, counts, hostCount, whenFalse, changed } = stage;
  const tally = end?.tally ?? { ok: counts.ok, planned: hostCount - whenFalse };
  return {
    id: facts.id,
    name: facts.name,
    kind: facts.kind,
    status:
      startedMs === undefined ? 'not_run' : end === undefined ? 'not_finished' : end.isGood ? 'good' : 'bad',
    planned: tally.planned,
    ok: tally.ok,
    changed,
    success_rate: rateOf(tally, end?.isGood === true),
    ...(end?.verdict !== undefined && { verdict: end.verdict }),
    ...(facts.isOnFailure && { on_failure: true }),
    duration_seconds: seconds(end?.durationMs ?? 0),
  };
}
