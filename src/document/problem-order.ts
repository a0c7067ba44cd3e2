import type { Place, Problem } from './problem.ts';

/** Several rules may say no to one thing: the earlier group knows better why. */
export function firstAtEachPlace(groups: readonly (readonly Problem[])[]): Problem[] {
  const taken = new Set<string>();
  return groups.flatMap((group) => {
    const kept = group.filter(({ place }) => !taken.has(`${place?.line}:${place?.column}`));
    for (const { place } of group) taken.add(`${place?.line}:${place?.column}`);
    return kept;
  });
}

/** For sorting: those without a place first, then file by file from top to bottom. */
export function byPlace({ place: a }: Problem, { place: b }: Problem): number {
  if (a === undefined || b === undefined) return (a === undefined ? 0 : 1) - (b === undefined ? 0 : 1);
  return a.file === b.file ? comparePlaces(a, b) : a.file < b.file ? -1 : 1;
}

/** Negative when `a` comes first. */
export function comparePlaces(a: Place, b: Place): number {
  return a.line - b.line || a.column - b.column;
}
