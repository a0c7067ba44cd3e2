import { foreignFile, keysOf } from '../../document/foreign-file.ts';
import { isMap } from '../../document/is-map.ts';
import { nearest } from '../../document/nearest.ts';
import type { Place, Problem } from '../../document/problem.ts';
import type { YamlDocument } from '../../document/yaml/yaml.ts';
import { stageKinds } from '../../stages/index.ts';
import { defaultsSchema, playbookSchema } from '../schema.ts';
import { habitOf } from './other-tools.ts';

/** What is wrong with the outermost level, seen with the eyes of other tools. */
export interface TopCheck {
  readonly problems: readonly Problem[];
  /** Nothing below it needs to be looked at. */
  readonly isOtherForm: boolean;
  /** The schema's problem has the cause that is told here. */
  readonly covers: (problem: Problem) => boolean;
}

export function strangeTop(document: YamlDocument): TopCheck {
  const { value } = document;
  if (Array.isArray(value)) return otherForm(document, 'The file is a list, as an Ansible playbook is.');
  if (typeof value !== 'object' || value === null) return otherForm(document, 'The file is mere text.');
  if (isInventory(value)) {
    return { problems: [anInventory(document.place([]))], isOtherForm: true, covers: () => false };
  }
  const other = 'stages' in value ? undefined : noPlaybook(value);
  if (other !== undefined) return otherForm(document, other);
  const strange = Object.keys(value).filter((key) => !Object.hasOwn(playbookSchema.properties, key));
  const isStage = !('stages' in value) && strange.some((key) => isListOfStages(key));
  const problems = strange.flatMap((key): Problem[] => {
    if (Object.hasOwn(defaultsSchema.properties, key)) return [ofDefaults(key, document)];
    const habit = key === 'stages' ? undefined : habitOf(key);
    if (habit === undefined) return [];
    const place = document.place([key], 'key');
    return [{ code: 'other-tool', message: `${key} is no key of a playbook here.`, advice: habit, place }];
  });
  return {
    problems,
    isOtherForm: false,
    covers: ({ code, message }) => isStage && code === 'missing-key' && /\bstages\b/.test(message),
  };
}

/** A map without any key that could be meant for a playbook or a stage: that is told as a whole, and not of each key. */
function noPlaybook(value: object): string | undefined {
  const foreign = foreignFile(value);
  if (foreign !== undefined) return `This is ${foreign}.`;
  const keys = Object.keys(value);
  const known = [...Object.keys(playbookSchema.properties), ...Object.keys(defaultsSchema.properties)];
  const isMeant = (key: string) =>
    known.includes(key) ||
    nearest(key, known) !== undefined ||
    isListOfStages(key) ||
    habitOf(key) !== undefined ||
    stageKinds.some(({ name }) => name === key);
  return keys.length === 0 || keys.some(isMeant)
    ? undefined
    : `This is no playbook: it has ${keysOf(value)}.`;
}

function ofDefaults(key: string, document: YamlDocument): Problem {
  return {
    code: 'unknown-key',
    message: `${key} is no key of a playbook.`,
    advice: `For all stages it stands below defaults: defaults: { ${key}: … }.`,
    place: document.place([key], 'key'),
  };
}

export function anInventory(place: Place): Problem {
  return {
    code: 'wrong-type',
    message: 'This is an inventory, and a playbook is wanted here.',
    advice: 'Inventories stand after -i: aeon-run PLAYBOOK -i INVENTORY.',
    place,
  };
}

function isInventory(value: object): boolean {
  if ('stages' in value) return false;
  return ('groups' in value && isMap(value.groups)) || ('hosts' in value && isMap(value.hosts));
}

function isListOfStages(key: string): boolean {
  return Object.hasOwn(otherStages, key) || ['plays', 'roles'].includes(key);
}

/** What other tools call the list of what to do. */
export const otherStages: Readonly<Record<string, string>> = {
  tasks: 'stages',
  steps: 'stages',
  jobs: 'stages',
};

function otherForm(document: YamlDocument, message: string): TopCheck {
  const advice = 'A playbook is a map with stages: and, if you like, name:, hosts:, vars: and defaults:.';
  const problem: Problem = { code: 'wrong-type', message, advice, place: document.place([]) };
  return { problems: [problem], isOtherForm: true, covers: () => false };
}
