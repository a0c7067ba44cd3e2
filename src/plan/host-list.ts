const mostNamed = 5;

/** `m1, m2, m3, m4, m5 and 32 more`. */
export function hostList(names: readonly string[], most = mostNamed): string {
  const left = names.length - most;
  return left <= 0 ? names.join(', ') : `${names.slice(0, most).join(', ')} and ${left} more`;
}
