import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { decodeUtf8 } from '../document/decode-utf8.ts';
import { isError, type Place, type Problem } from '../document/problem.ts';
import { validateDocument } from '../document/validate.ts';
import { parseYaml, type YamlDocument } from '../document/yaml.ts';
import type { StageKind } from '../stages/stage.ts';
import { valueAt } from './args.ts';
import { kindOfStage } from './kind-of-stage.ts';
import { loadStage, rawVars, type StageFields, settingsOf, tagsOf } from './load-stage.ts';
import { duplicateRegisters, reservedNames } from './names.ts';
import { misplacedTemplates } from './not-templates.ts';
import type { BrokenStage, LoadedStage, Playbook } from './playbook.ts';
import { byPlace, comparePlaces, firstAtEachPlace } from './problem-order.ts';
import { playbookSchema } from './schema.ts';
import { strangeTop } from './top.ts';

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
    [...duplicateRegisters(document, values), ...reservedNames(document, values)],
    validateDocument(document, playbookSchema).filter((problem) => !top.covers(problem)),
  ]);
  const loaded = values.map((value, index) => {
    const isBroken = problems.some(
      (problem) => isError(problem) && stageAt(document, problem.place) === index,
    );
    return usableStage(document, index, isBroken ? undefined : kinds[index]?.kind, value);
  });
  const isTopBroken = problems.some((problem) => isError(problem) && stageAt(document, problem.place) < 0);
  const all = [...problems, ...loaded.flatMap((stage) => stage.problems)].toSorted(byPlace);
  if (isTopBroken) return { problems: all };
  const stages = loaded.map(({ stage }) => stage);
  return { playbook: playbookOf(document, sha256, stages), problems: all };
}

function stagesOf(document: YamlDocument): readonly Readonly<Record<string, unknown>>[] {
  const stages = valueAt(document.value, ['stages']);
  if (!Array.isArray(stages)) return [];
  return stages.map((stage) => (isMap(stage) ? stage : {}));
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function usableStage(
  document: YamlDocument,
  index: number,
  kind: StageKind | undefined,
  fields: Readonly<Record<string, unknown>>,
): { stage: LoadedStage; problems: Problem[] } {
  const { stage, problems } = kind === undefined ? { problems: [] } : loadStage(document, index, kind);
  return { stage: stage ?? brokenStage(document, index, fields), problems };
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

function playbookOf(document: YamlDocument, sha256: string, stages: readonly LoadedStage[]): Playbook {
  const name = valueAt(document.value, ['name']);
  const defaults = (valueAt(document.value, ['defaults']) ?? {}) as StageFields; // The schema has checked it.
  return {
    path: document.file,
    sha256,
    name: typeof name === 'string' ? name : basename(document.file).replace(/\.ya?ml$/, ''),
    vars: rawVars(document, ['vars']),
    defaults: settingsOf(defaults),
    stages,
  };
}

/** The stage in which a place lies, from 0; -1 when it lies in none. */
function stageAt(document: YamlDocument, place: Place | undefined): number {
  const stages = valueAt(document.value, ['stages']);
  if (place === undefined || !Array.isArray(stages)) return -1;
  return stages.findLastIndex((_, index) => comparePlaces(document.place(['stages', index]), place) <= 0);
}
