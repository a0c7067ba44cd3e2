import { decodeUtf8 } from '../document/decode-utf8.ts';
import { isMap } from '../document/is-map.ts';
import type { Problem } from '../document/problem.ts';
import { firstAtEachPlace } from '../document/problem-order.ts';
import { asMeant } from '../document/schema/meant-keys.ts';
import { validateDocument } from '../document/schema/validate.ts';
import { valueAt } from '../document/value-at.ts';
import { parseYaml, type YamlDocument } from '../document/yaml/yaml.ts';
import { isIni } from '../inventory/sources/read-source.ts';
import { duplicateRegisters, reservedNames } from './check/names.ts';
import { misplacedTemplates } from './check/not-templates.ts';
import { habitOf } from './check/other-tools.ts';
import { anInventory, otherStages, strangeTop } from './check/top.ts';
import { includedStages } from './include/included-stages.ts';
import { inherit, inheritedIn } from './include/inherited.ts';
import type { FileStages, Loading } from './include/loading.ts';
import { rolloutStages } from './rollout/rollout-stages.ts';
import { playbookSchema } from './schema.ts';
import { kindOfStage } from './stage/kind-of-stage.ts';
import { shortForms } from './stage/short-forms.ts';
import { asPlaybook } from './stage/stage-list.ts';
import { usableStage } from './stage/usable-stage.ts';

/** Reads one playbook file and those that it includes, and tells everything that is wrong with them. */
export function loadFile(path: string, bytes: Uint8Array, loading: Loading): FileStages {
  const { text, problems } = decodeUtf8(bytes, path);
  if (text === undefined) return { stages: [], problems };
  loading.onFile({ path, bytes, text }, loading.chain);
  const parsed = parseYaml(text, path);
  if (!isMap(parsed.document?.value) && isIni(path, text))
    return { stages: [], problems: [anInventory({ file: path, line: 1, column: 1 })] };
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
    if (kind?.scope === 'include') return includedStages(place, kind, value, loading, loadFile);
    if (kind?.scope === 'rollout') return rolloutStages(place, kind, value, loading, readFile);
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

function stagesOf(document: YamlDocument): readonly Readonly<Record<string, unknown>>[] {
  const stages = valueAt(document.value, ['stages']);
  if (!Array.isArray(stages)) return [];
  return stages.map((stage) => (isMap(stage) ? stage : {}));
}
