import type { Static, TObject } from 'typebox';
import type { Place, Problem } from '../document/problem.ts';
import type { Path, YamlDocument } from '../document/yaml.ts';
import { durationMs } from '../stages/duration.ts';
import type { ControllerStageKind, FleetStageKind, HostStageKind, RunKind } from '../stages/stage.ts';
import { compileArgs, valueAt } from './args.ts';
import type { Inherited } from './inherited.ts';
import type { StagePlace } from './load-file.ts';
import type {
  LoadedControllerStage,
  LoadedFleetStage,
  LoadedHostStage,
  LoadedStage,
  LocatedPattern,
  LocatedText,
  RawVars,
  RunSettings,
} from './playbook.ts';
import type { hostStageKeys, stageKeys } from './stage-keys.ts';

/** What the schema lets through. */
export type StageFields = Static<TObject<typeof stageKeys & typeof hostStageKeys>>;

/**
 * A stage of which the schema has left `fields`. No stage when its templates cannot be read, or when the playbook does
 * not say on which hosts it runs.
 */
export function loadStage(
  { document, index, inherited }: StagePlace,
  kind: RunKind,
  fields: StageFields,
): { stage?: LoadedStage; problems: Problem[] } {
  const path = ['stages', index];
  const shared = {
    id: String(index + 1),
    ...(fields.name !== undefined && { name: fields.name }),
    place: document.place(path),
    tags: tagsOf(fields),
    continueOnError: fields['continue-on-error'] ?? false,
    argsPlace: (inside: Path): Place => document.place([...path, kind.name, ...inside]),
  };
  const lack = lackOf(document, path, kind);
  if (lack !== undefined) return { problems: [lack] };
  if (kind.scope === 'fleet') return loadFleetStage(document, path, { ...shared, kind, fields });
  if (kind.scope === 'controller') return loadControllerStage(document, path, { ...shared, kind, fields });
  return loadHostStage(document, path, { ...shared, kind, fields, inherited });
}

export function tagsOf({ tags = [] }: Pick<StageFields, 'tags'>): readonly string[] {
  return typeof tags === 'string' ? [tags] : tags;
}

/** As written: a value that is wrong by itself has been told, and is not missing. */
function lackOf(document: YamlDocument, path: Path, kind: RunKind): Problem | undefined {
  const lack = kind.lacks?.(valueAt(document.value, [...path, kind.name]));
  if (lack === undefined) return undefined;
  const { message, advice, isClash = false } = lack;
  const place = document.place([...path, kind.name], 'key');
  return { code: isClash ? 'stage-args' : 'missing-key', message, advice, place };
}

type Shared = Pick<LoadedHostStage, 'id' | 'name' | 'place' | 'tags' | 'continueOnError' | 'argsPlace'>;

function loadFleetStage(
  document: YamlDocument,
  path: Path,
  { kind, fields, ...shared }: Shared & { readonly kind: FleetStageKind; readonly fields: StageFields },
): { stage?: LoadedStage; problems: Problem[] } {
  const args = valueAt(fields, [kind.name]);
  const claim =
    kind.conditionKey === undefined
      ? undefined
      : locatedText(document, [...path, kind.name, kind.conditionKey]);
  const stage: LoadedFleetStage = {
    ...shared,
    scope: 'fleet',
    kind,
    args,
    ...(claim !== undefined && { claim }),
  };
  return { stage, problems: [] };
}

function loadControllerStage(
  document: YamlDocument,
  path: Path,
  { kind, fields, ...shared }: Shared & { readonly kind: ControllerStageKind; readonly fields: StageFields },
): { stage?: LoadedStage; problems: Problem[] } {
  const { args, problems } = compileArgs(
    document,
    [...path, kind.name],
    kind.schema,
    valueAt(fields, [kind.name]),
  );
  if (args === undefined) return { problems };
  const when = fields.when === undefined ? undefined : locatedText(document, [...path, 'when']);
  const { timeoutMs } = settingsOf(fields);
  const stage: LoadedControllerStage = {
    ...shared,
    scope: 'controller',
    kind,
    args,
    settings: { ...(timeoutMs !== undefined && { timeoutMs }) },
    vars: rawVars(document, [...path, 'vars']),
    isIdempotent: fields.idempotent ?? false,
    isSecret: fields.secret ?? false,
    ...(when !== undefined && { when }),
    ...(fields.register !== undefined && { register: fields.register }),
  };
  return { stage, problems };
}

function loadHostStage(
  document: YamlDocument,
  path: Path,
  {
    kind,
    fields,
    inherited,
    ...shared
  }: Shared & { readonly kind: HostStageKind; readonly fields: StageFields; readonly inherited: Inherited },
): { stage?: LoadedStage; problems: Problem[] } {
  const { args, problems } = compileArgs(
    document,
    [...path, kind.name],
    kind.schema,
    valueAt(fields, [kind.name]),
  );
  const hosts = locatedPattern(document, [...path, 'hosts']) ?? inherited.hosts;
  // Where something unusable stands that has been told already.
  if (hosts === undefined && valueAt(document.value, ['hosts']) === undefined) {
    const message = 'This stage does not say on which hosts it runs.';
    const advice = 'Add hosts: with a pattern, here or once at the top for all stages; all is every host.';
    problems.push({ code: 'no-hosts-named', message, advice, place: shared.place });
  }
  if (args === undefined || hosts === undefined) return { problems };
  const condition = (key: 'when' | 'until' | 'failed-when' | 'changed-when') =>
    fields[key] === undefined ? undefined : locatedText(document, [...path, key]);
  const [when, until] = [condition('when'), condition('until')];
  const [failedWhen, changedWhen] = [condition('failed-when'), condition('changed-when')];
  const stage: LoadedHostStage = {
    ...shared,
    scope: 'host',
    kind,
    args,
    hosts,
    settings: settingsOf(fields),
    vars: rawVars(document, [...path, 'vars']),
    isIdempotent: fields.idempotent ?? false,
    isSecret: fields.secret ?? false,
    ...(when !== undefined && { when }),
    ...(until !== undefined && { until }),
    ...(failedWhen !== undefined && { failedWhen }),
    ...(changedWhen !== undefined && { changedWhen }),
    ...(fields.register !== undefined && { register: fields.register }),
  };
  return { stage, problems };
}

/** Text at a path, where there is any. */
export function locatedText(document: YamlDocument, path: Path): LocatedText | undefined {
  const text = valueAt(document.value, path);
  if (typeof text !== 'string') return undefined;
  return { text, at: (offset, length) => document.textPlace(path, offset, length) };
}

/** A pattern of hosts at a path, where there is any; the schema has checked it. */
export function locatedPattern(document: YamlDocument, path: Path): LocatedPattern | undefined {
  const pattern = valueAt(document.value, path);
  // That of the whole playbook may have been refused by the schema.
  if (!isPattern(pattern)) return undefined;
  const isList = typeof pattern !== 'string';
  const at: LocatedPattern['at'] = (offset, length, item) =>
    document.textPlace(isList ? [...path, item] : path, offset, length);
  return { pattern, at };
}

function isPattern(value: unknown): value is string | readonly string[] {
  return (
    typeof value === 'string' || (Array.isArray(value) && value.every((item) => typeof item === 'string'))
  );
}

export function rawVars(document: YamlDocument, path: Path): RawVars {
  const values = (valueAt(document.value, path) ?? {}) as RawVars['values']; // The schema has checked it.
  return {
    values,
    at: (inside, offset, length) => {
      const place = [...path, ...inside];
      return offset === undefined ? document.place(place) : document.textPlace(place, offset, length);
    },
  };
}

/** Of a stage, or of the playbook's `defaults`. */
export function settingsOf(
  fields: Pick<StageFields, 'concurrency' | 'timeout' | 'retry' | 'become'>,
): RunSettings {
  const { concurrency, timeout, retry, become } = fields;
  return {
    ...(concurrency !== undefined && { concurrency }),
    ...(timeout !== undefined && { timeoutMs: durationMs(timeout) }),
    ...(retry !== undefined && { retry: retryOf(retry) }),
    ...(become !== undefined && { become }),
  };
}

function retryOf({ attempts, delay }: NonNullable<StageFields['retry']>) {
  return {
    ...(attempts !== undefined && { attempts }),
    ...(delay !== undefined && { delayMs: durationMs(delay) }),
  };
}
