import { isAbsolute, posix } from 'node:path';
import type { Place, Problem } from '../../document/problem.ts';
import type { Path, YamlDocument } from '../../document/yaml/yaml.ts';
import { locatedPattern, locatedText, rawVars } from '../located.ts';
import { type StageFields, tagsOf } from '../stage/load-stage.ts';
import { bothOf, bothTags, type Handed, type Inherited } from './inherited.ts';

/** One file on the way from the outermost playbook to an included one. */
export interface Including {
  readonly file: string;
  /** Where the file before it includes this one; absent for the outermost. */
  readonly place?: Place;
}

/** The path of an included file, as problems show it. */
export function includedPath(including: string, file: string): string {
  return isAbsolute(file) ? file : posix.join(posix.dirname(including), file);
}

/** Files that include each other would never come to an end. */
export function cycleProblem(chain: readonly Including[], path: string, place: Place): Problem | undefined {
  const first = chain.findIndex(({ file }) => file === path);
  if (first < 0) return undefined;
  const way = [...chain.slice(first).map(({ file }) => file), path].join(' → ');
  const message = `Playbooks include each other in a circle: ${way}.`;
  return { code: 'include-cycle', message, advice: 'Take one of these includes out.', place };
}

export function missingInclude(file: string, path: string, place: Place): Problem {
  const message = `${file} is not there, or is no file that can be read.`;
  const advice = `A relative path starts beside the file that includes it: ${path}.`;
  return { code: 'file-missing', message, advice, place };
}

export function tooManyIncludes(place: Place): Problem {
  const message = 'Files include each other more often than anybody can have meant.';
  const advice = 'Include a file once, and let its stages run on more hosts.';
  return { code: 'include-too-many', message, advice, place };
}

/** What the stage at `path` gives to those that come in its place; `directory` is where their files lie from those of the stage itself. */
export function handedTo(
  document: YamlDocument,
  path: Path,
  {
    fields,
    directory,
    outer,
    includedBy = outer.includedBy,
  }: Pick<Inherited, 'directory'> &
    Partial<Pick<Inherited, 'includedBy'>> & { readonly fields: StageFields; readonly outer: Inherited },
): Handed {
  const hosts = locatedPattern(document, [...path, 'hosts']);
  const when = bothOf(
    outer.when,
    fields.when === undefined ? undefined : locatedText(document, [...path, 'when']),
  );
  return {
    outer,
    includedBy,
    idPrefix: `${outer.idPrefix}${Number(path.at(-1)) + 1}.`,
    directory: isAbsolute(directory) ? directory : joined(outer.directory, directory),
    tags: bothTags(outer.tags, tagsOf(fields)),
    settings: fields.become === undefined ? {} : { become: fields.become },
    vars: rawVars(document, [...path, 'vars']),
    ...(hosts !== undefined && { hosts }),
    ...(when !== undefined && { when }),
    ...(outer.rollout !== undefined && { rollout: outer.rollout }),
    ...(outer.isInBrokenRollout && { isInBrokenRollout: outer.isInBrokenRollout }),
    ...(outer.isOnFailure && { isOnFailure: outer.isOnFailure }),
  };
}

/** As `posix.join`, for which nothing is `.`. */
function joined(outer: string, inner: string): string {
  return outer === '' || inner === '' ? outer || inner : posix.join(outer, inner);
}

/** The problem with the way to its file, where that is this one and nobody has said another. */
export function withWayOf(problem: Problem, file: string, includedBy: readonly Place[] = []): Problem {
  const isOfFile = problem.place?.file === file && problem.includedBy === undefined;
  return isOfFile && includedBy.length > 0 ? { ...problem, includedBy } : problem;
}

/** Where each file of the chain is included, from the last one up; nothing for the outermost playbook. */
export function wayTo(chain: readonly Including[]): readonly Place[] {
  return chain.flatMap(({ place }) => place ?? []).toReversed();
}
