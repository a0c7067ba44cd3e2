import type { Problem } from '../../document/problem.ts';
import { validateMeant } from '../../document/schema/meant-keys.ts';
import { validPart } from '../../document/schema/valid-part.ts';
import { type Path, parseYaml, type YamlDocument } from '../../document/yaml/yaml.ts';
import { countText } from '../../result/count-text.ts';
import { backwardRanges } from '../ranges.ts';
import { type Setting, testFileSchema, type WrittenCase } from './schema.ts';

/** One promise of a playbook, with the settings of its file. */
export interface TestCase {
  readonly document: YamlDocument;
  readonly written: WrittenCase;
  /** Of the case itself. */
  readonly path: Path;
  /** Where the model stands that counts for it: its own or the file's. */
  readonly modelPath?: Path;
  readonly setting: Setting;
}

/** Reads a file of tests, and tells everything that is wrong with its form. */
export function loadCases(
  file: string,
  text: string,
): { cases: readonly TestCase[]; problems: readonly Problem[] } {
  const { document: read, problems: ofYaml } = parseYaml(text, file);
  if (read === undefined) return { cases: [], problems: ofYaml };
  const { document, problems: ofForm } = validateMeant(read, testFileSchema);
  const problems = [...ofYaml, ...ofForm];
  const usable = validPart(testFileSchema, document.value);
  if (usable === undefined) return { cases: [], problems };
  const { cases: written, ...shared } = usable;
  const cases = written.map((each, index) => makeCase(document, shared, each, index));
  const ofRanges = cases.flatMap(({ written, path }) => {
    return backwardRanges(written.expect, [...path, 'expect'], document);
  });
  return { cases, problems: [...problems, ...seedProblems(document, shared, cases), ...ofRanges] };
}

function makeCase(document: YamlDocument, shared: Setting, written: WrittenCase, index: number): TestCase {
  const path: Path = ['cases', index];
  const { name: _name, expect: _expect, ...own } = written;
  const modelPath = own.model === undefined ? ['model'] : [...path, 'model'];
  const setting = { ...shared, ...own };
  return { document, written, path, setting, ...(setting.model !== undefined && { modelPath }) };
}

const mostSeeds = 10_000;

/** A range of none would hold for nothing. */
function seedProblems(document: YamlDocument, shared: Setting, cases: readonly TestCase[]): Problem[] {
  const settings = [
    { setting: shared, path: ['seeds'] },
    ...cases.map(({ written, path }) => ({ setting: written, path: [...path, 'seeds'] })),
  ];
  return settings.flatMap(({ setting, path }) => {
    const wrong = wrongSeeds(seedsOf(setting)?.length);
    return wrong === undefined ? [] : [{ code: 'out-of-range', ...wrong, place: document.place(path) }];
  });
}

function wrongSeeds(count: number | undefined): Pick<Problem, 'message' | 'advice'> | undefined {
  if (count === 0)
    return {
      message: 'The range of seeds runs backwards, so it holds none.',
      advice: 'Write the smaller number first: 1-20.',
    };
  if (count === undefined || count <= mostSeeds) return undefined;
  const most = countText(mostSeeds);
  return { message: `These are more than ${most} seeds.`, advice: 'Write fewer, such as 1-100.' };
}

/** The seeds that a setting names: a list, or a range such as `1-20`. */
export function seedsOf({ seeds }: Pick<Setting, 'seeds'>): readonly number[] | undefined {
  if (typeof seeds !== 'string') return seeds;
  const [from = 0, to = 0] = seeds.split('-').map(Number);
  // One more than is allowed is enough to say so.
  const count = Math.min(mostSeeds + 1, Math.max(0, to - from + 1));
  return Array.from({ length: count }, (_, index) => from + index);
}
