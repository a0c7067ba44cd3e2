import type { Static, TObject } from 'typebox';
import { isMap } from '../../document/is-map.ts';
import type { Place, Problem } from '../../document/problem.ts';
import { valueAt } from '../../document/value-at.ts';
import type { Path, YamlDocument } from '../../document/yaml/yaml.ts';
import { durationMs } from '../../stages/duration.ts';
import type { ControllerStageKind, FleetStageKind, HostStageKind, RunKind } from '../../stages/stage.ts';
import { locatedText, rawVars } from '../located.ts';
import type { LoadedFleetStage, LoadedHostStage, LoadedStage } from '../playbook.ts';
import { type ArgsTemplate, type CompiledArgs, compileArgs } from './args.ts';
import { hostParts } from './host-parts.ts';
import { settingsOf } from './settings-of.ts';
import type { hostStageKeys, stageKeys } from './stage-keys.ts';
import type { StagePlace } from './stage-place.ts';

/** What the schema lets through. */
export type StageFields = Static<TObject<typeof stageKeys & typeof hostStageKeys>>;

/** A stage of which the schema has left `fields`, all of them where it `isValid`; none when nothing can be made of what stands under its kind. */
export function loadStage(
  stagePlace: StagePlace,
  kind: RunKind,
  { fields, isValid }: { readonly fields: StageFields; readonly isValid: boolean },
): { stage?: LoadedStage; templates?: CompiledArgs['templates']; problems: Problem[] } {
  const { document, index } = stagePlace;
  const path = ['stages', index];
  const shared = {
    id: String(index + 1),
    ...(fields.name !== undefined && { name: fields.name }),
    place: document.place(path),
    tags: tagsOf(fields),
    continueOnError: fields['continue-on-error'] ?? false,
    argsPlace: (inside: Path): Place => document.place([...path, kind.name, ...inside]),
  };
  const { args, templates, problems: ofTemplates } = compileArgs(document, path, { kind, isValid });
  const lack = args === undefined ? [] : lackOf(document, path, kind);
  const problems = [...ofTemplates, ...lack];
  if (args === undefined || lack.length > 0) return { templates, problems };
  switch (kind.scope) {
    case 'host':
      return { stage: hostStage(stagePlace, { ...shared, kind, args, fields }), problems };
    case 'controller':
      return { stage: controllerStage(document, path, { ...shared, kind, args, fields }), problems };
    case 'fleet':
      return { stage: fleetStage(document, path, { ...shared, kind, args }), problems };
  }
}

export function tagsOf({ tags = [] }: Pick<StageFields, 'tags'>): readonly string[] {
  return typeof tags === 'string' ? [tags] : tags;
}

/** As written: a value that is wrong by itself has been told, and is not missing. */
function lackOf(document: YamlDocument, path: Path, kind: RunKind): Problem[] {
  const lack = kind.lacks?.(valueAt(document.value, [...path, kind.name]));
  if (lack === undefined) return [];
  const { message, advice, isClash = false } = lack;
  const place = document.place([...path, kind.name], 'key');
  return [{ code: isClash ? 'stage-args' : 'missing-key', message, advice, place }];
}

type Shared = Pick<
  LoadedHostStage,
  'id' | 'name' | 'place' | 'tags' | 'continueOnError' | 'argsPlace' | 'args'
>;

function fleetStage(
  document: YamlDocument,
  path: Path,
  { kind, args, ...shared }: Shared & { readonly kind: FleetStageKind },
): LoadedStage {
  const claim =
    kind.conditionKey === undefined
      ? undefined
      : locatedText(document, [...path, kind.name, kind.conditionKey]);
  const stage: LoadedFleetStage = { ...shared, scope: 'fleet', kind, args: args.value };
  return claim === undefined ? stage : { ...stage, claim };
}

function controllerStage(
  document: YamlDocument,
  path: Path,
  { fields, ...shared }: Shared & { readonly kind: ControllerStageKind; readonly fields: StageFields },
): LoadedStage {
  const when = fields.when === undefined ? undefined : locatedText(document, [...path, 'when']);
  const { timeoutMs } = settingsOf(fields);
  return {
    ...shared,
    scope: 'controller',
    settings: { ...(timeoutMs !== undefined && { timeoutMs }) },
    vars: rawVars(document, [...path, 'vars']),
    isIdempotent: fields.idempotent ?? false,
    isSecret: fields.secret ?? false,
    ...(when !== undefined && { when }),
    ...(fields.register !== undefined && { register: fields.register }),
  };
}

function hostStage(
  place: StagePlace,
  { fields, ...shared }: Shared & { readonly kind: HostStageKind; readonly fields: StageFields },
): LoadedStage {
  return {
    ...shared,
    scope: 'host',
    ...hostParts(place, fields),
    args: withTimeout(shared, fields),
    settings: settingsOf(fields),
    isIdempotent: fields.idempotent ?? false,
    ...(fields.register !== undefined && { register: fields.register }),
  };
}

/** A kind with a time limit of its own, below its name, takes that beside it for the same; of two, the shorter counts. */
function withTimeout(
  { kind, args }: { readonly kind: HostStageKind; readonly args: ArgsTemplate },
  { timeout }: StageFields,
): ArgsTemplate {
  if (timeout === undefined || kind.timeoutMs === undefined || !isMap(args.value)) return args;
  const isShorter = durationMs(timeout) < kind.timeoutMs(args.value);
  return isShorter || args.value.timeout === undefined
    ? { ...args, value: { ...args.value, timeout } }
    : args;
}
