import { cells } from '../../document/cells.ts';
import { countText } from '../text/numbers.ts';
import { safeLine } from '../text/safe-text.ts';

/** `m1, m2, m3 … +17 more`: as many names as fit into `width` cells and `most`, at least one. */
export function foldedHosts(
  names: Iterable<string>,
  count: number,
  width: number,
  ellipsis: string,
  most = 12,
): string {
  let shown = '';
  let used = 0;
  for (const name of names) {
    const longer = shown === '' ? safeLine(name) : `${shown}, ${safeLine(name)}`;
    const rest = restText(count - used - 1, ellipsis);
    if (used > 0 && (used >= most || cells(longer) + cells(rest) > width)) break;
    shown = longer;
    used++;
  }
  return shown + restText(count - used, ellipsis);
}

function restText(rest: number, ellipsis: string): string {
  return rest === 0 ? '' : ` ${ellipsis} +${countText(rest)} more`;
}
