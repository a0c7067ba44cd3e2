/**
 * The candidate that a person most likely meant: the one with the fewest typing errors, at most a third of its length.
 * Upper and lower case count as half an error. The first of equals. Else the only one that begins with the word.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const all = [...candidates];
  const sameLetters = all.find((candidate) => candidate.toLowerCase() === word.toLowerCase());
  if (sameLetters !== undefined && sameLetters !== word) return sameLetters;
  if (word.length === 1) return undefined; // Any other letter would be one typing error away.
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 0.5;
  for (const candidate of all) {
    if (Math.abs(candidate.length - word.length) > bestDistance) continue;
    const distance = typingErrors(word, candidate, bestDistance);
    if (distance < bestDistance && candidate !== word) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best ?? theOneWithTheBeginning(word, all);
}

/** `accept` for `accept-new`: where only one candidate begins so. */
function theOneWithTheBeginning(word: string, candidates: readonly string[]): string | undefined {
  if (word.length < 3) return undefined;
  const longer = candidates.filter((candidate) => candidate !== word && candidate.startsWith(word));
  return longer.length === 1 ? longer[0] : undefined;
}

/** `Did you mean web1?`, or nothing. */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const candidate = nearest(word, candidates);
  return candidate === undefined ? undefined : `Did you mean ${candidate}?`;
}

/** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment); gives up above `limit`. */
function typingErrors(a: string, b: string, limit: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const cost = substitution(a.charAt(row - 1), b.charAt(column - 1));
      let best = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + cost,
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        best = Math.min(best, (beforeLast[column - 2] ?? 0) + 1);
      }
      current.push(best);
    }
    if (Math.min(...current) > limit) return Number.POSITIVE_INFINITY;
    [beforeLast, last] = [last, current];
  }
  return last[b.length] ?? 0;
}

function substitution(a: string, b: string): number {
  if (a === b) return 0;
  return a.toLowerCase() === b.toLowerCase() ? 0.5 : 1;
}
