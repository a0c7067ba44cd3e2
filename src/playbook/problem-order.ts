import type { Place, Problem } from '../document/problem.ts';

/** Several rules may say no to one thing: the earlier group knows better why. */
export function firstAtEachPlace(groups: readonly (readonly Problem[])[]): Problem[] {
  const taken = new Set<string>();
  return groups.flatMap((group) => {
    const kept = group.filter(({ place }) => !taken.has(`${place?.line}:${place?.column}`));
    for (const { place } of group) taken.add(`${place?.line}:${place?.column}`);
    return kept;
  });
}

/** For sorting: in the order of the file. */
export function byPlace({ place: a }: Problem, { place: b }: Problem): number {
  return a === undefined || b === undefined ? 0 : comparePlaces(a, b);
}

/** Negative when `a` comes first. */
export function comparePlaces(a: Place, b: Place): number {
  return a.line - b.line || a.column - b.column;
}
