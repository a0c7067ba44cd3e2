/** What only the run will know, as the plan names it. */
const unknown = /(‹[^›]*›)/;

/** Could a pattern of `matcher` match the text, whatever stands for the parts that only the run will know? */
export function couldMatch(pattern: string, text: string): boolean {
  if (/^\/.+\/$/s.test(pattern)) return true;
  let reached = withStars(pattern, new Set([0]));
  for (const [index, part] of text.split(unknown).entries()) {
    reached = index % 2 === 1 ? anyBehind(pattern, reached) : behindAll(pattern, part, reached);
    if (reached.size === 0) return false;
  }
  return reached.has(pattern.length);
}

/** Places of the pattern that are reached when it has taken the characters. */
function behindAll(pattern: string, part: string, from: ReadonlySet<number>): ReadonlySet<number> {
  let reached = from;
  for (let at = 0; at < part.length && reached.size > 0; at++) {
    const next = new Set<number>();
    for (const place of reached) {
      const wanted = pattern[place];
      if (wanted === '*') next.add(place);
      else if (wanted === '?' || wanted === part[at]) next.add(place + 1);
    }
    reached = withStars(pattern, next);
  }
  return reached;
}

/** The same for a text of which nothing is known. */
function anyBehind(pattern: string, from: ReadonlySet<number>): ReadonlySet<number> {
  const first = Math.min(...from);
  return new Set(Array.from({ length: pattern.length - first + 1 }, (_, index) => first + index));
}

/** A star may stand for nothing. */
function withStars(pattern: string, places: ReadonlySet<number>): ReadonlySet<number> {
  const all = new Set(places);
  for (const place of all) if (pattern[place] === '*') all.add(place + 1);
  return all;
}
