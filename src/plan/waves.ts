import type { Host } from '../inventory/host/host.ts';
import type { LoadedControllerStage, LoadedFleetStage, LoadedStage } from '../playbook/playbook.ts';
import type { LoadedRollout } from '../playbook/rollout/rollout.ts';
import { limitText } from '../stages/duration.ts';
import { pause } from '../stages/pause/stage.ts';
import { gate } from '../stages/rollout/gate.ts';
import { hostsOfShare } from '../stages/rollout/share.ts';

/** Some of the hosts of a rollout, for which its stages run at once. */
export interface Wave {
  /** Id of the rollout. */
  readonly rollout: string;
  /** Of the rollout, where it has one. */
  readonly name?: string;
  /** Counts from 1. */
  readonly number: number;
  /** How many there are. */
  readonly of: number;
  readonly hosts: ReadonlySet<Host>;
}

/** A stage of a rollout as it runs in one of its waves. */
export interface InWave {
  readonly wave?: Wave;
}

/** A stage as it is planned: one of a rollout is there for each wave, with an id of its own. */
export type WaveStage = LoadedStage &
  InWave & {
    /** As the playbook has it. */
    readonly written?: LoadedStage;
  };

/** It stands between the waves, and in no playbook. */
export function isAdded({ wave, written }: WaveStage): boolean {
  return wave !== undefined && written === undefined;
}

/**
 * The stages of the playbook, those of rollouts once for each wave, with what stands between the waves. Where a rollout
 * has no hosts, or nobody knows which, they stay as they are, to be checked.
 */
export function inWaves(
  stages: readonly LoadedStage[],
  hostsOf: (rollout: LoadedRollout) => readonly Host[] | undefined,
): WaveStage[] {
  const planned: WaveStage[] = [];
  for (let at = 0; at < stages.length; ) {
    const { rollout } = stages[at] as LoadedStage; // It is below the length.
    const next = stages.findIndex((stage, index) => index > at && stage.rollout !== rollout);
    const end = rollout === undefined ? at + 1 : next < 0 ? stages.length : next;
    const group = stages.slice(at, end);
    const hosts = rollout && hostsOf(rollout);
    if (rollout === undefined || hosts === undefined || hosts.length === 0) planned.push(...group);
    else planned.push(...wavesOf(rollout, hosts).flatMap((wave) => stagesOf(wave, group, rollout)));
    at = end;
  }
  return planned;
}

/** For a stage in all waves of its rollout: `4.*.2` for `4.1.2`. */
export function idInAllWaves({ id, wave }: NamedInWave): string {
  if (wave === undefined) return id;
  return `${wave.rollout}.*.${id.slice(`${wave.rollout}.${wave.number}.`.length)}`;
}

/** A stage of a plan, or what the events tell of it. */
interface NamedInWave {
  readonly id: string;
  readonly wave?: Pick<Wave, 'rollout' | 'number'>;
}

/** Each with hosts of its own; those that would have none are left out. */
function wavesOf({ id, name, waves }: LoadedRollout, hosts: readonly Host[]): Wave[] {
  const ends = waves.map((share) => hostsOfShare(share, hosts.length, 'ceil'));
  const parts: (readonly Host[])[] = [];
  let begin = 0;
  for (const end of ends) {
    if (end > begin) parts.push(hosts.slice(begin, end));
    begin = Math.max(begin, end);
  }
  return parts.map((part, index) => ({
    rollout: id,
    ...(name !== undefined && { name }),
    number: index + 1,
    of: parts.length,
    hosts: new Set(part),
  }));
}

function stagesOf(wave: Wave, group: readonly LoadedStage[], rollout: LoadedRollout): WaveStage[] {
  const inWave = (written: LoadedStage, rest: string): WaveStage => {
    return { ...written, id: `${rollout.id}.${wave.number}.${rest}`, wave, written };
  };
  const restOf = ({ id }: LoadedStage) => id.slice(rollout.id.length + 1);
  const main = group.filter(({ isOnFailure }) => !isOnFailure);
  const stages = main.map((written) => inWave(written, restOf(written)));
  const isJudged = main.some(({ scope }) => scope === 'host');
  const added = (): Added => ({
    id: `${rollout.id}.${wave.number}.${numberAfter(stages)}`,
    rollout,
    place: rollout.place,
    tags: [],
    continueOnError: false,
    argsPlace: () => rollout.place,
  });
  if (isJudged) stages.push({ ...gateAfter(wave, rollout, added()), wave });
  const first = numberAfter(stages); // They come as f1, f2, …: see rollout-stages.ts.
  for (const written of group.filter(({ isOnFailure }) => isOnFailure)) {
    const rest = restOf(written).replace(/^f(\d+)/, (_, number) => String(first + Number(number) - 1));
    stages.push(inWave(written, rest));
  }
  if (rollout.pauseMs !== undefined && wave.number < wave.of) {
    stages.push({ ...pauseAfter(rollout.pauseMs, added()), wave });
  }
  return stages;
}

type Added = Pick<LoadedFleetStage, 'id' | 'rollout' | 'place' | 'tags' | 'continueOnError' | 'argsPlace'>;

/** Those of an include among them have ids with more parts. */
function numberAfter(stages: readonly WaveStage[]): number {
  const [, , number = '0'] = stages.at(-1)?.id.slice(stages[0]?.wave?.rollout.length).split('.') ?? [];
  return Number(number) + 1;
}

function gateAfter({ hosts }: Wave, { mayFail }: LoadedRollout, added: Added): LoadedFleetStage {
  const args = { mayFail: hostsOfShare(mayFail, hosts.size, 'floor') };
  return { ...added, scope: 'fleet', kind: gate, name: 'enough are ok', args };
}

function pauseAfter(pauseMs: number, added: Added): LoadedControllerStage {
  return {
    ...added,
    scope: 'controller',
    kind: pause,
    name: `wait ${limitText(pauseMs)}`,
    args: { value: pauseMs / 1000, templates: [], unread: [] },
    settings: {},
    vars: { values: {}, at: () => added.place },
    isIdempotent: true,
    isSecret: false,
  };
}
