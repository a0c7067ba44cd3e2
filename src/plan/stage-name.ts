import type { LoadedStage } from '../playbook/playbook.ts';

const longest = 60;

/** As written, or what the stage does with its templates as they stand in the playbook. */
export function stageName(stage: LoadedStage): string {
  if (stage.name !== undefined) return stage.name;
  if (stage.scope === 'broken') return `stage ${stage.id}`;
  const { kind } = stage;
  const args = stage.scope === 'fleet' ? stage.args : stage.args.value;
  const text = `${kind.name}: ${kind.describe(args)}`;
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}
