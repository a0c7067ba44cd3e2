import { posix } from 'node:path';
import { decodeUtf8 } from '../document/decode-utf8.ts';
import { asMeant } from '../document/meant-keys.ts';
import type { Problem } from '../document/problem.ts';
import { firstAtEachPlace } from '../document/problem-order.ts';
import { validPart } from '../document/valid-part.ts';
import { validateDocument } from '../document/validate.ts';
import { parseYaml, type YamlDocument } from '../document/yaml.ts';
import type { IncludeKind, RolloutKind } from '../stages/stage.ts';
import { valueAt } from './args.ts';
import { hostParts, hostsNotNamed } from './host-parts.ts';
import {
  cycleProblem,
  handedTo,
  type Including,
  includedPath,
  missingInclude,
  tooManyIncludes,
} from './include.ts';
import { type Handed, type Inherited, inherit, inheritedIn } from './inherited.ts';
import { kindOfStage } from './kind-of-stage.ts';
import type { StageFields } from './load-stage.ts';
import { duplicateRegisters, reservedNames } from './names.ts';
import { misplacedTemplates } from './not-templates.ts';
import { habitOf } from './other-tools.ts';
import type { LoadedStage } from './playbook.ts';
import { type LoadedRollout, nestedPlaybook, noStages, rolloutInRollout } from './rollout.ts';
import { playbookSchema, stageSchema } from './schema.ts';
import { shortForms } from './short-forms.ts';
import { asPlaybook } from './stage-list.ts';
import { otherStages, strangeTop } from './top.ts';
import { brokenStage, usableStage } from './usable-stage.ts';

/** How files are loaded that include each other. */
export interface Loading {
  /** The content of a playbook, by its path as problems show it; undefined when it cannot be read. */
  readonly read: (path: string) => Uint8Array | undefined;
  /** From the outermost playbook to the one that is loaded now. */
  readonly chain: readonly Including[];
  readonly handed?: Handed;
  /** More files were read than a person can mean. */
  readonly areTooMany: () => boolean;
  /** Told of each file that was read, with the way to it. */
  readonly onFile: (file: LoadedFile, chain: readonly Including[]) => void;
  /** Told when a file says `lock: true`. */
  readonly onLock: () => void;
}

export interface LoadedFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly text: string;
}

export interface FileStages {
  /** Absent when it is no playbook at all. Keys in it are as they were meant. */
  readonly document?: YamlDocument;
  readonly stages: readonly LoadedStage[];
  readonly problems: readonly Problem[];
}

/** Reads one playbook file and those that it includes, and tells everything that is wrong with them. */
export function loadFile(path: string, bytes: Uint8Array, loading: Loading): FileStages {
  const { text, problems } = decodeUtf8(bytes, path);
  if (text === undefined) return { stages: [], problems };
  loading.onFile({ path, bytes, text }, loading.chain);
  const parsed = parseYaml(text, path);
  if (parsed.document === undefined) return { stages: [], problems: parsed.problems };
  const isIncluded = loading.chain.length > 1;
  const document = isIncluded ? asPlaybook(parsed.document) : parsed.document;
  if (valueAt(document.value, ['lock']) === true) loading.onLock();
  return readFile(document, parsed.problems, loading);
}

function readFile(written: YamlDocument, fromYaml: readonly Problem[], loading: Loading): FileStages {
  const top = strangeTop(written);
  if (top.isOtherForm) return { stages: [], problems: [...fromYaml, ...top.problems] };
  const ofSchema = validateDocument(written, playbookSchema);
  const { document, problems: misspelt } =
    ofSchema.length === 0 ? { document: written, problems: [] } : asMeant(written, playbookSchema, others);
  const values = stagesOf(document);
  const kinds = values.map((value, index) => kindOfStage(document, index, value));
  const problems = firstAtEachPlace([
    fromYaml,
    top.problems,
    stagesOf(written).flatMap((value, index) => kindOfStage(written, index, value).problems),
    misplacedTemplates(document),
    shortForms(document, values.length),
    [...duplicateRegisters(document, values), ...reservedNames(document, values)],
    ofSchema.filter((problem) => !top.covers(problem)),
    kinds.flatMap((kind) => kind.problems),
    misspelt,
    document === written ? [] : validateDocument(document, playbookSchema),
  ]);
  const inherited = inheritedIn(document, loading.handed);
  const loaded = values.map((value, index) => {
    const kind = kinds[index]?.kind;
    const place = { document, index, inherited };
    if (kind?.scope === 'include') return includedStages(place, kind, value, loading);
    if (kind?.scope === 'rollout') return rolloutStages(place, kind, value, loading);
    const { stage, problems: ofStage } = usableStage(place, kind, value);
    return { stages: [inherit(stage, inherited)], problems: ofStage };
  });
  return {
    document,
    stages: loaded.flatMap(({ stages }) => stages),
    problems: [...problems, ...loaded.flatMap((stage) => stage.problems)].filter(
      (problem) => fromYaml.includes(problem) || !document.isEcho(problem),
    ),
  };
}

const others = { names: otherStages, has: (key: string) => habitOf(key) !== undefined };

/** Where a stage stands, and what counts for it. */
export interface StagePlace {
  readonly document: YamlDocument;
  readonly index: number;
  readonly inherited: Inherited;
}

function includedStages(
  { document, index, inherited }: StagePlace,
  kind: IncludeKind,
  written: Readonly<Record<string, unknown>>,
  loading: Loading,
): { stages: readonly LoadedStage[]; problems: readonly Problem[] } {
  const path = ['stages', index];
  const fields = (validPart(stageSchema, written) ?? {}) as StageFields; // The schema is theirs.
  const place = document.place([...path, kind.name]);
  const nothing = (...problems: Problem[]) => {
    const stage = brokenStage({ document, index, inherited }, fields);
    return { stages: [inherit(stage, inherited)], problems };
  };
  const args = valueAt(fields, [kind.name]);
  // That no template is possible has been told.
  if (args === undefined || kind.file(args).includes('{{')) return nothing();
  const file = kind.file(args);
  const included = includedPath(document.file, file);
  const cycle = cycleProblem(loading.chain, included, place);
  if (cycle !== undefined) return nothing(cycle);
  if (loading.areTooMany()) return nothing(tooManyIncludes(place));
  const bytes = loading.read(included);
  if (bytes === undefined) return nothing(missingInclude(file, included, place));
  return loadFile(included, bytes, {
    ...loading,
    chain: [...loading.chain, { file: included, place }],
    handed: handedTo(document, path, { fields, directory: posix.dirname(file), outer: inherited }),
  });
}

function rolloutStages(
  stagePlace: StagePlace,
  kind: RolloutKind,
  written: Readonly<Record<string, unknown>>,
  loading: Loading,
): { stages: readonly LoadedStage[]; problems: readonly Problem[] } {
  const { document, index, inherited } = stagePlace;
  const path = ['stages', index];
  const fields = (validPart(stageSchema, written) ?? {}) as StageFields; // The schema is theirs.
  const place = document.place([...path, kind.name], 'key');
  const problems = inherited.rollout === undefined ? [] : [rolloutInRollout(place)];
  if (written.stages === undefined) {
    const stage = inherit(brokenStage(stagePlace, fields), inherited);
    return { stages: [stage], problems: [...problems, noStages(place)] };
  }
  const lack = kind.lacks?.(written[kind.name]);
  if (lack !== undefined) {
    const at = document.place([...path, kind.name]);
    problems.push({ code: 'stage-args', message: lack.message, advice: lack.advice, place: at });
  }
  const args = valueAt(fields, [kind.name]);
  const { hosts } = hostParts(stagePlace, fields);
  const notNamed = hostsNotNamed(stagePlace);
  const rollout: LoadedRollout | undefined =
    args === undefined || hosts === undefined || lack !== undefined
      ? undefined
      : {
          ...kind.read(args),
          id: `${inherited.idPrefix}${index + 1}`,
          ...(fields.name !== undefined && { name: fields.name }),
          place: document.place(path),
          hosts,
        };
  const handed = handedTo(document, path, { fields, directory: '', outer: inherited });
  const inRollout = { ...handed, ...(rollout !== undefined && { rollout }) };
  const nested = [readFile(nestedPlaybook(document, path, 'stages'), [], { ...loading, handed: inRollout })];
  if (Array.isArray(written['on-failure']) && written['on-failure'].length > 0) {
    // Their ids begin with f: in a wave they stand behind its verdict, whose number only the plan knows.
    const onFailure = { ...inRollout, isOnFailure: true, idPrefix: `${handed.idPrefix}f` } as const;
    const repair = nestedPlaybook(document, path, 'on-failure');
    nested.push(readFile(repair, [], { ...loading, handed: onFailure }));
  }
  const ofNested = nested
    .flatMap((list) => list.problems)
    .filter(({ code }) => code !== 'no-hosts-named' || notNamed.length === 0);
  return {
    stages: nested.flatMap((list) => list.stages),
    problems: [...problems, ...notNamed, ...ofNested],
  };
}

function stagesOf(document: YamlDocument): readonly Readonly<Record<string, unknown>>[] {
  const stages = valueAt(document.value, ['stages']);
  if (!Array.isArray(stages)) return [];
  return stages.map((stage) => (isMap(stage) ? stage : {}));
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
