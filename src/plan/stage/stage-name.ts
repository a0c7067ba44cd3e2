import { beginningOf } from '../../stages/one-line.ts';
import type { WaveStage } from '../waves.ts';

/** As written, after the wave that it is in; or what the stage does with its templates as they stand in the playbook. */
export function stageName(stage: WaveStage): string {
  const { wave } = stage;
  return wave === undefined ? ownName(stage) : `wave ${wave.number}/${wave.of}: ${ownName(stage)}`;
}

/** The name of a planned stage as the playbook has it: one of a rollout has it in all of its waves. */
export function nameInAllWaves(name: string): string {
  return name.replace(/^wave \d+\/\d+: /, '');
}

function ownName(stage: WaveStage): string {
  if (stage.name !== undefined) return stage.name;
  if (stage.scope === 'broken') return `stage ${stage.id}`;
  const { kind } = stage;
  const args = stage.scope === 'fleet' ? stage.args : stage.args.value;
  return beginningOf(`${kind.name}: ${kind.describe(args)}`);
}
