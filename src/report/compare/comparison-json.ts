import { seconds } from '../results-json/device-record.ts';
import type { Comparison } from './compare-runs.ts';

/** As `compare --json` tells it, beside what it says of the two runs. */
export function comparisonJson({ playbook, hosts, stages }: Comparison) {
  return {
    playbook,
    hosts: hosts.map(({ host, change, before, now }) => ({
      host,
      change,
      before: before ?? null,
      now: now ?? null,
    })),
    stages: stages.map(({ name, kind, before, now, said }) => ({
      name,
      kind,
      before: before === undefined ? null : { id: before.id, duration_seconds: took(before.tookMs) },
      now: now === undefined ? null : { id: now.id, duration_seconds: took(now.tookMs) },
      said: said.map(({ hosts, lines }) => ({ hosts, diff: lines ?? null })),
    })),
  };
}

/** `null` where it did not run to its end. */
function took(ms: number | undefined): number | null {
  return ms === undefined ? null : seconds(ms);
}
