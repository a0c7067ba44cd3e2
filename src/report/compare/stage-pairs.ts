import { nameInAllWaves } from '../../plan/stage/stage-name.ts';
import { idInAllWaves } from '../../plan/waves.ts';
import type { FleetState } from '../fleet/fleet-state.ts';
import type { StageState } from '../fleet/stage-state.ts';

/** A stage of the playbook in one run: all waves of it together. */
export interface StageInRun {
  /** Of its first wave. */
  readonly id: string;
  /** Under which its tasks stand. */
  readonly ids: ReadonlySet<string>;
  /** Of all that have ended; absent where none has. */
  readonly tookMs?: number;
  /** `whole`: all its waves came to their end; `repair`: it stands in `on-failure`, and was not needed. */
  readonly extent: 'whole' | 'part' | 'not-begun' | 'repair';
}

/** A stage of the playbook in two runs; one side is absent where that run did not have it. */
export interface StagePair {
  readonly name: string;
  readonly kind: string;
  readonly before?: StageInRun;
  readonly now?: StageInRun;
}

/**
 * In the order of the run of now, then what only the one before had. Where the playbook was changed, stages are the same by kind and
 * name, not by number.
 */
export function stagePairs(
  before: FleetState,
  now: FleetState,
  isSamePlaybook: boolean,
): readonly StagePair[] {
  const keysOf = isSamePlaybook ? placesOf : namesOf;
  const [old, young] = [stagesOf(before, keysOf(before)), stagesOf(now, keysOf(now))];
  return [...new Set([...young.keys(), ...old.keys()])].map((key) => {
    const [was, is] = [old.get(key), young.get(key)];
    const { name = '', kind = '' } = (is ?? was)?.[0]?.facts ?? {};
    return {
      name: nameInAllWaves(name),
      kind,
      ...(was && { before: inRun(was) }),
      ...(is && { now: inRun(is) }),
    };
  });
}

type KeyOf = (stage: StageState) => string;

/** By a key that the other run's stage has too. */
function stagesOf({ stages }: FleetState, keyOf: KeyOf): ReadonlyMap<string, readonly StageState[]> {
  const found = new Map<string, StageState[]>();
  for (const stage of stages) found.set(keyOf(stage), [...(found.get(keyOf(stage)) ?? []), stage]);
  return found;
}

function placesOf(): KeyOf {
  return ({ facts }) => idInAllWaves(facts);
}

/** Of stages that share kind and name, the first one is the other run's first. */
function namesOf({ stages }: FleetState): KeyOf {
  const keys = new Map<string, string>();
  const namesakes = new Map<string, number>();
  for (const { facts } of stages) {
    const place = idInAllWaves(facts);
    if (keys.has(place)) continue;
    const label = JSON.stringify([facts.kind, nameInAllWaves(facts.name)]);
    const number = namesakes.get(label) ?? 0;
    namesakes.set(label, number + 1);
    keys.set(place, `${number} ${label}`);
  }
  return ({ facts }) => keys.get(idInAllWaves(facts)) ?? '';
}

function inRun(waves: readonly StageState[]): StageInRun {
  const ends = waves.flatMap(({ end }) => (end === undefined ? [] : [end.durationMs]));
  return {
    id: waves[0]?.facts.id ?? '',
    ids: new Set(waves.map(({ facts }) => facts.id)),
    ...(ends.length > 0 && { tookMs: ends.reduce((sum, ms) => sum + ms, 0) }),
    extent: extentOf(waves),
  };
}

function extentOf(waves: readonly StageState[]): StageInRun['extent'] {
  if (waves.every(({ end }) => end !== undefined)) return 'whole';
  if (waves.some(({ startedMs }) => startedMs !== undefined)) return 'part';
  return waves.every(({ facts }) => facts.isOnFailure) ? 'repair' : 'not-begun';
}
