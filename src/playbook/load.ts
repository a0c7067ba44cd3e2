import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { isError, type Place, type Problem } from '../document/problem.ts';
import { byPlace, distinctProblems } from '../document/problem-order.ts';
import { validPart } from '../document/schema/valid-part.ts';
import { valueAt } from '../document/value-at.ts';
import type { YamlDocument } from '../document/yaml/yaml.ts';
import { registersInSeveralFiles } from './check/names.ts';
import { wayTo, withWayOf } from './include/include.ts';
import type { LoadedFile } from './include/loading.ts';
import { loadFile } from './load-file.ts';
import { rawVars } from './located.ts';
import type { LoadedStage, Playbook } from './playbook.ts';
import { defaultsSchema } from './schema.ts';
import { settingsOf } from './stage/settings-of.ts';

export interface LoadedPlaybook {
  readonly playbook?: Playbook;
  readonly problems: Problem[];
  /** Of all files read, for code frames. */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * Reads a playbook, with those that it includes, and tells everything that is wrong with it. The playbook is there as far
 * as it could be read, with `broken` stages, so that its plan finds the other problems in the same pass: it must not run
 * while one is an error. `read` gives the content of an included file by its path.
 */
export function loadPlaybook(
  path: string,
  bytes: Uint8Array,
  read: (path: string) => Uint8Array | undefined = () => undefined,
): LoadedPlaybook {
  const files: LoadedFile[] = [];
  const ways = new Map<string, readonly Place[]>();
  let locksHosts = false;
  const loaded = loadFile(path, bytes, {
    read,
    chain: [{ file: path }],
    areTooMany: () => files.length > mostFiles,
    onFile: (file, chain) => {
      files.push(file);
      if (!ways.has(file.path)) ways.set(file.path, wayTo(chain));
    },
    onLock: () => {
      locksHosts = true;
    },
  });
  const { document, stages } = loaded;
  const found = [...loaded.problems, ...registersInSeveralFiles(stages)];
  const problems = distinctProblems(found.map((problem) => withWay(problem, ways))).toSorted(byPlace);
  const texts = new Map(files.map((file) => [file.path, file.text]));
  if (document === undefined) return { problems, texts };
  const isWhole = !problems.some(isError);
  return { playbook: playbookOf(document, { files, ways, stages, locksHosts, isWhole }), problems, texts };
}

/** The problem of an included file, with the first way to it where nobody has said which one it is. */
export function withWay(problem: Problem, ways?: ReadonlyMap<string, readonly Place[]>): Problem {
  const file = problem.place?.file ?? '';
  return withWayOf(problem, file, ways?.get(file));
}

/** An included file counts as often as it is included: files that include each other twice soon are millions. */
const mostFiles = 2000;

interface Parts {
  readonly files: readonly LoadedFile[];
  readonly ways: ReadonlyMap<string, readonly Place[]>;
  readonly stages: readonly LoadedStage[];
  readonly locksHosts: boolean;
  readonly isWhole: boolean;
}

function playbookOf(document: YamlDocument, { files, ...parts }: Parts): Playbook {
  const name = valueAt(document.value, ['name']);
  const defaults = validPart(defaultsSchema, valueAt(document.value, ['defaults']) ?? {}) ?? {};
  const hash = createHash('sha256');
  for (const { bytes } of files) hash.update(bytes);
  return {
    path: document.file,
    sha256: hash.digest('hex'),
    name: typeof name === 'string' ? name : basename(document.file).replace(/\.ya?ml$/, ''),
    vars: rawVars(document, ['vars']),
    defaults: settingsOf(defaults),
    ...parts,
  };
}
