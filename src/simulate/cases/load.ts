import { isError, type Problem } from '../../document/problem.ts';
import { validPart } from '../../document/valid-part.ts';
import { validateDocument } from '../../document/validate.ts';
import { type Path, parseYaml, type YamlDocument } from '../../document/yaml.ts';
import { type Setting, testFileSchema, type WrittenCase, type WrittenTestFile } from './schema.ts';

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
  const { document, problems: ofYaml } = parseYaml(text, file);
  if (document === undefined) return { cases: [], problems: ofYaml };
  const problems = [...ofYaml, ...validateDocument(document, testFileSchema)];
  if (problems.some(isError)) return { cases: [], problems };
  // The schema has checked it.
  const { cases, ...shared } = validPart(testFileSchema, document.value) as WrittenTestFile;
  return { cases: cases.map((written, index) => makeCase(document, shared, written, index)), problems };
}

function makeCase(document: YamlDocument, shared: Setting, written: WrittenCase, index: number): TestCase {
  const path: Path = ['cases', index];
  const { name: _name, expect: _expect, ...own } = written;
  const modelPath = own.model === undefined ? ['model'] : [...path, 'model'];
  const setting = { ...shared, ...own };
  return { document, written, path, setting, ...(setting.model !== undefined && { modelPath }) };
}

/** The seeds that a setting names: a list, or a range such as `1-20`. */
export function seedsOf({ seeds }: Setting): readonly number[] | undefined {
  if (typeof seeds !== 'string') return seeds;
  const [from = 0, to = 0] = seeds.split('-').map(Number);
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}
