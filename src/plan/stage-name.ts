import type { WaveStage } from './waves.ts';

const longest = 60;

/** As written, after the wave that it is in; or what the stage does with its templates as they stand in the playbook. */
export function stageName(stage: WaveStage): string {
  const { wave } = stage;
  return wave === undefined ? ownName(stage) : `wave ${wave.number}/${wave.of}: ${ownName(stage)}`;
}

function ownName(stage: WaveStage): string {
  if (stage.name !== undefined) return stage.name;
  if (stage.scope === 'broken') return `stage ${stage.id}`;
  const { kind } = stage;
  const args = stage.scope === 'fleet' ? stage.args : stage.args.value;
  const text = `${kind.name}: ${kind.describe(args)}`;
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}
