import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { decodeUtf8 } from '../document/decode-utf8.ts';
import { isError, type Place, type Problem } from '../document/problem.ts';
import { validPart } from '../document/valid-part.ts';
import { validateDocument } from '../document/validate.ts';
import { parseYaml, type YamlDocument } from '../document/yaml.ts';
import { valueAt } from './args.ts';
import { kindOfStage } from './kind-of-stage.ts';
import { rawVars, settingsOf } from './load-stage.ts';
import { duplicateRegisters, reservedNames } from './names.ts';
import { misplacedTemplates } from './not-templates.ts';
import type { LoadedStage, Playbook } from './playbook.ts';
import { byPlace, comparePlaces, firstAtEachPlace } from './problem-order.ts';
import { defaultsSchema, playbookSchema } from './schema.ts';
import { shortForms } from './short-forms.ts';
import { strangeTop } from './top.ts';
import { usableStage } from './usable-stage.ts';

/**
 * Reads a playbook and tells everything that is wrong with it. The playbook is there as far as it could be read, with
 * `broken` stages, so that its plan finds the other problems in the same pass: it must not run while one is an error.
 */
export function loadPlaybook(path: string, bytes: Uint8Array): { playbook?: Playbook; problems: Problem[] } {
  const { text, problems } = decodeUtf8(bytes, path);
  if (text === undefined) return { problems };
  const parsed = parseYaml(text, path);
  if (parsed.document === undefined) return { problems: parsed.problems };
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return readPlaybook(parsed.document, sha256, parsed.problems);
}

function readPlaybook(document: YamlDocument, sha256: string, fromYaml: readonly Problem[]) {
  const top = strangeTop(document);
  if (top.isOtherForm) return { problems: [...fromYaml, ...top.problems] };
  const values = stagesOf(document);
  const kinds = values.map((value, index) => kindOfStage(document, index, value));
  const problems = firstAtEachPlace([
    fromYaml,
    top.problems,
    kinds.flatMap((kind) => kind.problems),
    misplacedTemplates(document),
    shortForms(document, values.length),
    [...duplicateRegisters(document, values), ...reservedNames(document, values)],
    validateDocument(document, playbookSchema).filter((problem) => !top.covers(problem)),
  ]);
  const loaded = values.map((value, index) => {
    const isUnusable = (kinds[index]?.problems ?? []).some(isError) || hasFiller(document, problems, index);
    return usableStage(document, index, isUnusable ? undefined : kinds[index]?.kind, value);
  });
  const all = [...problems, ...loaded.flatMap((stage) => stage.problems)].toSorted(byPlace);
  if (problems.some((problem) => isMisleading(document, problem))) return { problems: all };
  const stages = loaded.map(({ stage }) => stage);
  return { playbook: playbookOf(document, sha256, stages, !all.some(isError)), problems: all };
}

/** Where the YAML was wrong something else stands there for the time being. */
function hasFiller(document: YamlDocument, problems: readonly Problem[], index: number): boolean {
  return problems.some(
    (problem) =>
      isError(problem) &&
      problem.code.startsWith('yaml-') &&
      problem.code !== 'yaml-number-changes' &&
      stageAt(document, problem.place) === index,
  );
}

/** Outside of the stages, and what follows from it would be told as well: a misspelt `vars` makes all of them unknown. */
function isMisleading(document: YamlDocument, { place, code }: Problem): boolean {
  const codes: readonly Problem['code'][] = [
    'unknown-key',
    'missing-key',
    'wrong-type',
    'other-tool',
    'not-yet',
  ];
  return codes.includes(code) && stageAt(document, place) < 0;
}

function stagesOf(document: YamlDocument): readonly Readonly<Record<string, unknown>>[] {
  const stages = valueAt(document.value, ['stages']);
  if (!Array.isArray(stages)) return [];
  return stages.map((stage) => (isMap(stage) ? stage : {}));
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function playbookOf(
  document: YamlDocument,
  sha256: string,
  stages: readonly LoadedStage[],
  isWhole: boolean,
): Playbook {
  const name = valueAt(document.value, ['name']);
  const defaults = validPart(defaultsSchema, valueAt(document.value, ['defaults']) ?? {}) ?? {};
  return {
    path: document.file,
    sha256,
    name: typeof name === 'string' ? name : basename(document.file).replace(/\.ya?ml$/, ''),
    vars: rawVars(document, ['vars']),
    defaults: settingsOf(defaults),
    stages,
    isWhole,
  };
}

/** The stage in which a place lies, from 0; -1 when it lies in none. */
function stageAt(document: YamlDocument, place: Place | undefined): number {
  const stages = valueAt(document.value, ['stages']);
  if (place === undefined || !Array.isArray(stages)) return -1;
  return stages.findLastIndex((_, index) => comparePlaces(document.place(['stages', index]), place) <= 0);
}
