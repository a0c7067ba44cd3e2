const mostNamed = 5;

/** For a sentence: `m1, m2, m3, m4, m5 and 32 more`. */
export function hostList(names: readonly string[]): string {
  const left = names.length - mostNamed;
  return left <= 0 ? names.join(', ') : `${names.slice(0, mostNamed).join(', ')} and ${left} more`;
}
