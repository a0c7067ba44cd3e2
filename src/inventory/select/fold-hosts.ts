import { byName } from './by-name.ts';

/**
 * Names as the patterns that stand for exactly them, sorted: `m1`, `w[1-20]`, `192.168.1.[1-3,7]`. Joined with commas
 * they choose the same hosts in `hosts:` and in `--limit`.
 */
export function foldHosts(names: Iterable<string>): string[] {
  let left = [...new Set(names)].map(wholeName);
  const folded: string[] = [];
  // The last number of a name mostly counts; a name that is alone there may differ in an earlier one.
  for (let fromEnd = 1; left.length > 0; fromEnd++) {
    const { groups, without } = byNumber(left, fromEnd);
    folded.push(...without.map(({ text }) => text));
    const alone = [...groups.values()].filter((group) => group.length === 1).flat();
    for (const group of groups.values()) if (group.length > 1) folded.push(rangeOf(group));
    left = alone.map(({ name }) => name);
  }
  return folded.sort(byName);
}

/** What a range can hold, see range.ts. */
const longestNumber = 15;

interface Name {
  readonly text: string;
  /** Where its numbers stand. */
  readonly numbers: readonly { readonly start: number; readonly digits: string }[];
}

function wholeName(text: string): Name {
  const numbers = [...text.matchAll(/\d+/g)].map(({ index, 0: digits }) => ({ start: index, digits }));
  return { text, numbers };
}

interface Numbered {
  readonly name: Name;
  readonly before: string;
  readonly digits: string;
  readonly after: string;
}

/** By what stands around their number at this place, counted from the end; names that have none there are left alone. */
function byNumber(names: readonly Name[], fromEnd: number) {
  const groups = new Map<string, Numbered[]>();
  const without: Name[] = [];
  for (const name of names) {
    const number = name.numbers.at(-fromEnd);
    if (number === undefined) {
      without.push(name);
      continue;
    }
    const { start, digits } = number;
    const before = name.text.slice(0, start);
    const after = name.text.slice(start + digits.length);
    const isLong = digits.length > longestNumber;
    const key = JSON.stringify([before, after, isLong ? digits : widthOf(digits)]);
    const group = groups.get(key) ?? [];
    group.push({ name, before, digits, after });
    groups.set(key, group);
  }
  return { groups: joinedWidths(groups), without };
}

/** Zero when it is written without leading zeros. */
function widthOf(digits: string): number {
  return digits.startsWith('0') && digits.length > 1 ? digits.length : 0;
}

/** `10` goes on from `08` and `09`: numbers of the same length join those with leading zeros. */
function joinedWidths(groups: ReadonlyMap<string, Numbered[]>): Map<string, Numbered[]> {
  const joined = new Map<string, Numbered[]>();
  for (const [key, group] of groups) {
    for (const numbered of group) {
      const { before, after, digits } = numbered;
      const wide = JSON.stringify([before, after, digits.length]);
      const place = digits.length > 1 && groups.has(wide) ? wide : key;
      const members = joined.get(place) ?? [];
      members.push(numbered);
      joined.set(place, members);
    }
  }
  return joined;
}

function rangeOf(group: readonly Numbered[]): string {
  const sorted = group.toSorted((a, b) => Number(a.digits) - Number(b.digits));
  const [{ before = '', after = '' } = {}] = sorted;
  return `${before}[${runsOf(sorted.map(({ digits }) => digits)).join(',')}]${after}`;
}

/** `1-3`, `7`, from sorted numbers. */
function runsOf(sorted: readonly string[]): string[] {
  const runs: { first: string; last: string }[] = [];
  for (const digits of sorted) {
    const run = runs.at(-1);
    if (run !== undefined && Number(run.last) + 1 === Number(digits)) run.last = digits;
    else runs.push({ first: digits, last: digits });
  }
  return runs.map(({ first, last }) => (first === last ? first : `${first}-${last}`));
}
