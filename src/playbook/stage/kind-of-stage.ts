import { isMap } from '../../document/is-map.ts';
import { didYouMean, nearest } from '../../document/nearest.ts';
import type { Problem } from '../../document/problem.ts';
import { typeName } from '../../document/schema/branch.ts';
import { valueAt } from '../../document/value-at.ts';
import type { YamlDocument } from '../../document/yaml/yaml.ts';
import { stageKinds } from '../../stages/index.ts';
import type { StageKind } from '../../stages/stage.ts';
import { habitOf } from '../check/other-tools.ts';
import { defaultsSchema } from '../schema.ts';
import { hostStageKeys, includeKeys, nestedStages, stageKeys } from './stage-keys.ts';

const kindNames = stageKinds.map(({ name }) => name);
const settingNames = [...Object.keys(stageKeys), ...Object.keys(hostStageKeys), ...Object.keys(nestedStages)];
const isKindName = (key: string) => kindNames.includes(key);

/** The kind of the stage at `index`, or what is wrong with its keys. Keys that are merely misspelt are left to the schema. */
export function kindOfStage(
  document: YamlDocument,
  index: number,
  stage: Readonly<Record<string, unknown>>,
): { kind?: StageKind; problems: Problem[] } {
  const keys = Object.keys(stage);
  const kinds = stageKinds.filter(({ name }) => keys.includes(name));
  const [named, second] = kinds.toSorted((a, b) => keys.indexOf(a.name) - keys.indexOf(b.name));
  const kind = named && variantOf(named, stage[named.name]);
  const placeOf = (key: string) => document.place(['stages', index, key], 'key');
  const problems = keys.flatMap((key): Problem[] => {
    const problem = strangeKey(key, kind);
    return problem === undefined ? [] : [{ ...problem, place: placeOf(key) }];
  });
  if (kind !== undefined && second !== undefined) {
    const message = `This stage has ${kind.name} and ${second.name}, and a stage does one thing.`;
    const advice = 'Make two stages of it.';
    problems.push({ code: 'several-kinds', message, advice, place: placeOf(second.name) });
  }
  if (kind === undefined && problems.length === 0) problems.push(noKind(document, index));
  if (kind !== undefined) {
    problems.push(...wrongForm(document, index, kind, stage[kind.name]));
    problems.push(...settingsBelow(document, index, kind, stage[kind.name]));
  }
  return { ...(kind !== undefined && { kind }), problems };
}

function variantOf(kind: StageKind, args: unknown): StageKind {
  return (kind.scope === 'controller' && kind.onEachHost?.(args)) || kind;
}

function strangeKey(key: string, kind: StageKind | undefined): Omit<Problem, 'place'> | undefined {
  if (isKindName(key)) return undefined;
  if (settingNames.includes(key)) return kind === undefined ? undefined : meaninglessKey(key, kind);
  const habit = habitOf(key, kind?.name);
  if (habit !== undefined) {
    return { code: 'other-tool', message: `${key} is no key of a stage here.`, advice: habit };
  }
  if (
    kind !== undefined ||
    (nearest(key, settingNames) !== undefined && nearest(key, kindNames) === undefined)
  ) {
    return undefined;
  }
  const known = `The kinds of stage are ${kindNames.join(', ')}.`;
  const advice = [didYouMean(key, kindNames), known].filter((part) => part !== undefined).join(' ');
  return { code: 'unknown-kind', message: `There is no kind of stage named ${shown(key)}.`, advice };
}

function meaninglessKey(key: string, kind: StageKind): Omit<Problem, 'place'> | undefined {
  const why = whyMeaningless(key, kind);
  if (why === undefined) return undefined;
  const message = `${key} has no meaning with ${kind.name}, ${why}.`;
  return { code: 'unknown-key', message, advice: insteadOf(key, kind) };
}

function whyMeaningless(key: string, kind: StageKind): string | undefined {
  if (Object.hasOwn(nestedStages, key)) {
    return kind.scope === 'rollout' ? undefined : 'which has no stages of its own';
  }
  if (kind.scope === 'include' || kind.scope === 'rollout') {
    return includeKeys.includes(key)
      ? undefined
      : `which gives its stages ${includeKeys.slice(1).join(', ')}`;
  }
  if (Object.hasOwn(stageKeys, key)) return undefined;
  switch (kind.scope) {
    case 'host':
      return kind.runsHere && key === 'become' ? 'which runs on this machine as you' : undefined;
    case 'fleet':
      return 'which judges results and runs on no host';
    case 'controller':
      return kind.hostStageKeys.includes(key) ? undefined : 'which runs once, on this machine';
  }
}

function insteadOf(key: string, kind: StageKind): string {
  if (kind.scope === 'include' || kind.scope === 'rollout') {
    const isDefault = Object.hasOwn(defaultsSchema.properties, key);
    return isDefault ? 'Write it at the stages, or in the defaults of the file.' : 'Write it at the stages.';
  }
  const canBePerHost = kind.scope === 'controller' && kind.onEachHost !== undefined && key !== 'become';
  return canBePerHost
    ? `Remove the line, or write per-host: true under ${kind.name} to run it once for each host.`
    : 'Remove the line.';
}

/** What stands under the kind is of a type that the kind does not know at all. */
function wrongForm(
  document: YamlDocument,
  index: number,
  { name, schema, examples }: StageKind,
  value: unknown,
) {
  const { type, anyOf = [{ type }] }: { type?: unknown; anyOf?: readonly { type?: unknown }[] } = schema;
  if (anyOf.some((branch) => branch.type === typeName(value))) return [];
  const isText =
    anyOf.some((branch) => branch.type === 'string') && ['number', 'boolean'].includes(typeof value);
  const quoted = isText
    ? `If text is meant, quote it: ${name}: "${document.source(['stages', index, name])}".`
    : undefined;
  const example = examples.join('\n').match(new RegExp(`^(?:- |  )(${name}: .*[^|])$`, 'm'))?.[1];
  const problem: Problem = {
    code: 'wrong-type',
    message: value === null ? `Nothing stands after ${name}.` : `${name} cannot be ${typeWord(value)}.`,
    ...(quoted !== undefined && { advice: quoted }),
    ...(quoted === undefined && example !== undefined && { advice: `Write it like this: ${example}` }),
    place: document.place(['stages', index, name]),
  };
  return [problem];
}

/** Keys of the stage itself that stand one step too far to the right. */
function settingsBelow(document: YamlDocument, index: number, kind: StageKind, args: unknown): Problem[] {
  const { name, schema } = kind;
  const { anyOf = [schema] }: { anyOf?: readonly { properties?: object }[] } = schema;
  const isOwn = (key: string) => anyOf.some(({ properties = {} }) => Object.hasOwn(properties, key));
  const isMisplaced = (key: string) =>
    settingNames.includes(key) && !isOwn(key) && whyMeaningless(key, kind) === undefined;
  return Object.keys(isMap(args) ? args : {})
    .filter(isMisplaced)
    .map((key) => ({
      code: 'unknown-key',
      message: `The key ${key} is not known under ${name}.`,
      advice: `It is a key of the stage: write ${key} beside ${name}, not below it.`,
      place: document.place(['stages', index, name, key], 'key'),
    }));
}

function typeWord(value: unknown): string {
  const type = typeName(value);
  return type === 'array'
    ? 'a list'
    : type === 'object'
      ? 'a map'
      : type === 'string'
        ? 'mere text'
        : `a ${type}`;
}

function noKind(document: YamlDocument, index: number): Problem {
  const name = valueAt(document.value, ['stages', index]);
  const [, glued = ''] = typeof name === 'string' ? (/^([\w-]+):\S/.exec(name) ?? []) : [];
  if (isKindName(glued) || settingNames.includes(glued)) {
    return {
      code: 'no-kind',
      message: `There is no space after ${glued}:, so the line is mere text.`,
      advice: `Put a space after the colon: ${glued}: …`,
      place: document.place(['stages', index]),
    };
  }
  if (typeof name === 'string' && isKindName(name)) {
    return {
      code: 'no-kind',
      message: `Nothing stands after ${name}.`,
      advice: `Write - ${name}: {} with what it needs between the braces.`,
      place: document.place(['stages', index]),
    };
  }
  const hasStages = valueAt(document.value, ['stages', index, 'stages']) !== undefined;
  return {
    code: 'no-kind',
    message: 'This stage does not say what to do.',
    advice: hasStages
      ? 'Add rollout: { waves: [1, 10%, 100%] }, which runs the stages below it wave by wave.'
      : `Add one of ${kindNames.join(', ')}.`,
    place: document.place(['stages', index]),
  };
}

/** Long or odd keys are rather lines that went astray, perhaps with a password. */
function shown(key: string): string {
  return /^[\w.-]{1,40}$/.test(key) ? key : 'this';
}
