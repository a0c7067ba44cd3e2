import { foldHosts } from '../../inventory/select/fold-hosts.ts';

/** A pattern longer than this is not read any more. */
const longest = 60;
const mostNamed = 5;

/** For a sentence: `w[1-18,20]`, as `--limit` takes it; `w1, w3, w7, w12, w40 and 478 more` where that would be long. */
export function listedHosts(hosts: readonly string[]): string {
  const pattern = foldHosts(hosts).join(',');
  if (pattern.length <= longest || hosts.length <= mostNamed) return pattern;
  return `${hosts.slice(0, mostNamed).join(', ')} and ${hosts.length - mostNamed} more`;
}
