import { type RegisteredResult, registeredResult, registeredResultTypes } from './registered-result.ts';
import type { Tally } from './success-rate.ts';
import type { TaskResult } from './task-result.ts';

/** A finished stage over all its hosts, as an assert sees it: `stage` and `stages.<register>`. */
export interface StageCounts {
  readonly planned: number;
  readonly ok: number;
  readonly failed: number;
  readonly unreachable: number;
  readonly unknown: number;
  readonly cancelled: number;
  readonly skipped: number;
  readonly changed: number;
  readonly rate: number;
  readonly results: readonly HostResult[];
}

/** One host's result in a list of them. */
export interface HostResult extends RegisteredResult {
  readonly host: string;
}

export const hostResultTypes = { host: 'string', ...registeredResultTypes } as const;

/** Each field with its CEL type and what the docs print. */
export const stageCountFields = {
  planned: {
    type: 'int',
    meaning: 'Hosts that the stage planned: all of its pattern but those that its `when` left out.',
  },
  ok: { type: 'int', meaning: 'Hosts that came out ok.' },
  failed: { type: 'int', meaning: 'Hosts where it ran and said no.' },
  unreachable: { type: 'int', meaning: 'Hosts where it never started.' },
  unknown: { type: 'int', meaning: 'Hosts where it may have run.' },
  cancelled: { type: 'int', meaning: 'Hosts where the run was cancelled.' },
  skipped: {
    type: 'int',
    meaning: 'Hosts that an earlier failure had left out. With the five before it: `planned`.',
  },
  changed: { type: 'int', meaning: 'Hosts of which it is known that something changed.' },
  rate: {
    type: 'double',
    meaning: '`ok` in percent of `planned`, not rounded; 100 when nobody was planned.',
  },
  results: {
    type: 'list<Result>',
    meaning: 'One a planned host: the fields of `results.NAME`, and `host`, its name.',
  },
} as const satisfies Record<keyof StageCounts, { readonly type: string; readonly meaning: string }>;

export function stageCounts(results: ReadonlyMap<string, TaskResult>): StageCounts {
  const planned = [...results].filter(([, { reason }]) => reason !== 'when_is_false');
  const count = (holds: (result: TaskResult) => boolean) =>
    planned.filter(([, result]) => holds(result)).length;
  const outcomes = (outcome: TaskResult['outcome']) => count((result) => result.outcome === outcome);
  const ok = outcomes('ok');
  return {
    planned: planned.length,
    ok,
    failed: outcomes('failed'),
    unreachable: outcomes('unreachable'),
    unknown: outcomes('unknown'),
    cancelled: outcomes('cancelled'),
    skipped: outcomes('skipped'),
    changed: count(({ changed }) => changed === true),
    // One division of whole numbers: it is equal to a decimal such as 99.5 exactly when the rate is.
    rate: planned.length === 0 ? 100 : (100 * ok) / planned.length,
    // Many and long: made only for those who ask.
    get results() {
      return planned.map(([host, result]) => ({ host, ...registeredResult(result) }));
    },
  };
}

/** A host that `when` left out was not planned; one that an earlier failure left out was. */
export function tallyOf(results: ReadonlyMap<string, TaskResult>): Tally {
  const planned = [...results.values()].filter(({ reason }) => reason !== 'when_is_false');
  return { ok: planned.filter(({ outcome }) => outcome === 'ok').length, planned: planned.length };
}
