import { foldHosts } from '../../inventory/select/fold-hosts.ts';
import { type Markup, markup } from '../markup/markup.ts';
import { plural } from '../text/numbers.ts';
import { thisMachine } from '../text/this-machine.ts';

export interface HostNames {
  /** `w[1-18] (18 hosts)`, or `478 hosts` where all of them would fill a paragraph. */
  readonly short: Markup;
  /** In that case: a line that opens to all of them. */
  readonly all?: Markup;
}

const longest = 100;

/** Hosts as a pattern that chooses them, as `--limit` takes it. No name stands for this machine. */
export function hostNames(hosts: Iterable<string>): HostNames {
  const names = [...hosts].filter((name) => name !== '');
  if (names.length === 0) return { short: markup`${thisMachine}` };
  const pattern = foldHosts(names).join(',');
  if (names.length === 1) return { short: markup`${pattern}` };
  const count = plural(names.length, 'host');
  if (pattern.length <= longest) return { short: markup`${pattern} (${count})` };
  const all = markup`<details class="names"><summary>which ${count}</summary><code>${pattern}</code></details>\n`;
  return { short: markup`${count}`, all };
}
