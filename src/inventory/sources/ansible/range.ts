import { isIPv6 } from 'node:net';
import { countText } from '../../../result/count-text.ts';
import { type Expansion, mostNames } from '../../select/range.ts';

/** `www[01:50]`, `db-[a:f]`, `n[1:9:2]`: as Ansible writes ranges. In brackets alone an IPv6 address may stand. */
export function expandAnsibleRange(text: string): Expansion {
  const [, address = ''] = /^\[(.*)\]$/.exec(text) ?? [];
  if (isIPv6(address)) return { names: [address] };
  const [before, ...parts] = text.split(/(\[[^\]]*\])/);
  let names = [before ?? ''];
  let at = before?.length ?? 0;
  for (const part of parts) {
    const items = part.startsWith('[') ? itemsOf(part.slice(1, -1)) : [part];
    if (typeof items === 'string') return { wrong: items, advice, offset: at, length: part.length };
    if (names.length * items.length > mostNames) {
      const wrong = `together the ranges have more than ${countText(mostNames)} names`;
      return { wrong, advice, offset: at, length: part.length };
    }
    names = names.flatMap((name) => items.map((item) => name + item));
    at += part.length;
  }
  return { names };
}

const advice = 'Write it like [1:20], [01:20:2] or [a:f].';

function itemsOf(range: string): string[] | string {
  const [, first = '', last = '', step = '1'] =
    /^(\d{1,9}|[a-zA-Z]):(\d{1,9}|[a-zA-Z])(?::([1-9]\d{0,5}))?$/.exec(range) ?? [];
  const isNumeric = /^\d+$/.test(first);
  if (first === '' || isNumeric !== /^\d+$/.test(last))
    return 'a range of Ansible is [1:20], [01:20:2] or [a:f]';
  const [from, to] = isNumeric ? [Number(first), Number(last)] : [first.charCodeAt(0), last.charCodeAt(0)];
  if (from > to) return `the range runs backwards: write [${last}:${first}]`;
  if ((to - from) / Number(step) >= mostNames) return `the range has more than ${countText(mostNames)} names`;
  const width = first.startsWith('0') ? first.length : 0;
  const items: string[] = [];
  for (let number = from; number <= to; number += Number(step)) {
    items.push(isNumeric ? String(number).padStart(width, '0') : String.fromCharCode(number));
  }
  return items;
}
