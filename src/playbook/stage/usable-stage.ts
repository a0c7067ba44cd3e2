import type { Problem } from '../../document/problem.ts';
import { validPart } from '../../document/schema/valid-part.ts';
import type { RunKind } from '../../stages/stage.ts';
import type { BrokenStage, LoadedStage } from '../playbook.ts';
import { stageSchema } from '../schema.ts';
import type { ArgTemplate } from './args.ts';
import { hostParts, hostsNotNamed } from './host-parts.ts';
import { loadStage, type StageFields, tagsOf } from './load-stage.ts';
import type { StagePlace } from './stage-place.ts';

/**
 * The stage without what its schema does not allow, so that the rest can be checked further. It is broken when its kind
 * is not known or nothing can be made of what stands under it.
 */
export function usableStage(
  place: StagePlace,
  kind: RunKind | undefined,
  written: Readonly<Record<string, unknown>>,
): { stage: LoadedStage; problems: Problem[] } {
  const valid: StageFields = validPart(stageSchema, written) ?? {}; // The same map where nothing is wrong.
  const { register } = written;
  const fields = { ...valid, ...(typeof register === 'string' && { register }) };
  if (kind === undefined) return { stage: brokenStage(place, fields), problems: [] };
  const { stage, templates, problems } = loadStage(place, kind, {
    fields,
    isValid: valid === written,
  });
  if (kind.scope === 'host') problems.push(...hostsNotNamed(place));
  if (stage !== undefined) return { stage, problems };
  return { stage: brokenStage(place, fields, { isOnHosts: kind.scope === 'host', templates }), problems };
}

/** Where nobody knows whether it runs on hosts, it is taken for one of the many that do. */
export function brokenStage(
  place: StagePlace,
  fields: StageFields,
  {
    isOnHosts = true,
    templates = [],
  }: { readonly isOnHosts?: boolean; readonly templates?: readonly ArgTemplate[] | undefined } = {},
): BrokenStage {
  const { name, register } = fields;
  return {
    scope: 'broken',
    id: String(place.index + 1),
    place: place.document.place(['stages', place.index]),
    tags: tagsOf(fields),
    ...(name !== undefined && { name }),
    ...(register !== undefined && { register }),
    ...(isOnHosts && { parts: { ...hostParts(place, fields), args: { templates } } }),
  };
}
