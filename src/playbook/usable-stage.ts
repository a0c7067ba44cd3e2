import type { Problem } from '../document/problem.ts';
import { validPart } from '../document/valid-part.ts';
import type { YamlDocument } from '../document/yaml.ts';
import type { RunKind } from '../stages/stage.ts';
import type { StagePlace } from './load-file.ts';
import { loadStage, type StageFields, tagsOf } from './load-stage.ts';
import type { BrokenStage, LoadedStage } from './playbook.ts';
import { stageSchema } from './schema.ts';

/**
 * The stage at `index` without what its schema does not allow, so that the rest can be checked further. It is broken
 * when its kind, its hosts or its templates cannot be used.
 */
export function usableStage(
  { document, index, inherited }: StagePlace,
  kind: RunKind | undefined,
  written: Readonly<Record<string, unknown>>,
): { stage: LoadedStage; problems: Problem[] } {
  const broken = { stage: brokenStage(document, index, written), problems: [] };
  const valid = kind && (validPart(stageSchema, written) as StageFields | undefined);
  if (kind === undefined || valid === undefined || !Object.hasOwn(valid, kind.name)) return broken;
  if (written.hosts !== undefined && valid.hosts === undefined) return broken;
  const { register } = written;
  const fields = { ...valid, ...(typeof register === 'string' && { register }) };
  return { ...broken, ...loadStage({ document, index, inherited }, kind, fields) };
}

function brokenStage(
  document: YamlDocument,
  index: number,
  { name, register, tags }: Readonly<Record<string, unknown>>,
): BrokenStage {
  return {
    scope: 'broken',
    id: String(index + 1),
    place: document.place(['stages', index]),
    tags: tagsOf(typeof tags === 'string' ? { tags } : {}),
    ...(typeof name === 'string' && { name }),
    ...(typeof register === 'string' && { register }),
  };
}
