import { type Place, type Problem, problemKey } from './problem.ts';

/** Several rules may say no to one thing: the earlier group knows better why. */
export function firstAtEachPlace(groups: readonly (readonly Problem[])[]): Problem[] {
  const taken = new Set<string>();
  return groups.flatMap((group) => {
    const kept = group.filter(({ place }) => !taken.has(`${place?.line}:${place?.column}`));
    for (const { place } of group) taken.add(`${place?.line}:${place?.column}`);
    return kept;
  });
}

/** What is said several times of one place is told once: by several rules, or of a file that is included twice. The first counts. */
export function distinctProblems(problems: readonly Problem[]): Problem[] {
  const byKey = Map.groupBy(problems, problemKey);
  return [...byKey.values()].flatMap(([first]) => first ?? []);
}

/** For sorting: those without a place first, then file by file from top to bottom. */
export function byPlace({ place: a }: Problem, { place: b }: Problem): number {
  if (a === undefined || b === undefined) return (a === undefined ? 0 : 1) - (b === undefined ? 0 : 1);
  return a.file === b.file ? comparePlaces(a, b) : a.file < b.file ? -1 : 1;
}

/** Negative when `a` comes first. */
function comparePlaces(a: Place, b: Place): number {
  return a.line - b.line || a.column - b.column;
}

/** By file (in the order in which the files come up), line and column; problems without a place come first. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  const files = [...new Set(problems.map(({ place }) => place?.file))];
  const rank = new Map(files.filter((file) => file !== undefined).map((file, index) => [file, index]));
  const rankOf = ({ place }: Problem) => (place === undefined ? -1 : (rank.get(place.file) ?? 0));
  return problems.toSorted(
    (a, b) =>
      rankOf(a) - rankOf(b) ||
      (a.place?.line ?? 0) - (b.place?.line ?? 0) ||
      (a.place?.column ?? 0) - (b.place?.column ?? 0),
  );
}
