import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Scalar } from 'yaml';
import type { Place } from '../problem.ts';
import type { LineStarts } from './line-starts.ts';
import { scalarUnits } from './scalar-units.ts';

type Path = readonly (string | number)[];

/** Finds the nodes of paths. Maps are indexed on the first question, so that many questions cost little. */
export class NodePlaces {
  readonly #root: Node | null;
  readonly #text: string;
  readonly #lines: LineStarts;
  readonly #aliasTargets: ReadonlyMap<Node, Node>;
  readonly #indexes = new WeakMap<Node, Map<string, Pair<unknown, unknown>>>();

  constructor(root: Node | null, text: string, lines: LineStarts, aliasTargets: ReadonlyMap<Node, Node>) {
    this.#root = root;
    this.#text = text;
    this.#lines = lines;
    this.#aliasTargets = aliasTargets;
  }

  place(path: Path, part: 'key' | 'value' = 'value'): Place {
    const { key, value } = this.#find(path);
    if (key && (part === 'key' || !value || isBlock(value) || isNothing(value))) return this.#nodePlace(key);
    return value ? this.#nodePlace(value) : this.#lines.place(0);
  }

  textPlace(path: Path, offset: number, length = 1): Place {
    const { value, isExact } = this.#find(path);
    if (!isExact || !isScalar(value)) return this.place(path);
    const units = scalarUnits(value, this.#text);
    const first = units?.at(offset);
    if (!units || !first) return this.#nodePlace(value);
    const last = units[Math.min(units.length, offset + Math.max(1, length)) - 1] ?? first;
    return this.#lines.place(first.start, last.end);
  }

  source(path: Path): string | undefined {
    const { value, isExact } = this.#find(path);
    if (!isExact || !isScalar(value) || !value.range) return undefined;
    return this.#text.slice(value.range[0], value.range[1]);
  }

  commentAfter(path: Path): Place | undefined {
    const { value, isExact } = this.#find(path);
    if (!isExact || !isScalar(value) || value.type !== 'PLAIN' || !value.range) return undefined;
    const comment = /^[ \t]+(#[^\r\n]*)/.exec(this.#text.slice(value.range[1], value.range[1] + 1000));
    if (comment?.[1] === undefined) return undefined;
    const start = value.range[1] + comment[0].length - comment[1].length;
    return this.#lines.place(start, start + comment[1].length);
  }

  /** The deepest node on the way, with its key where it stands in a map. */
  #find(path: Path): Found {
    let found: Found = { value: this.#resolve(this.#root), isExact: path.length === 0 };
    for (const [depth, step] of path.entries()) {
      const next = this.#step(found.value, step);
      if (!next) return { ...found, isExact: false };
      found = { ...next, isExact: depth === path.length - 1 };
    }
    return found;
  }

  #step(node: unknown, step: string | number): Omit<Found, 'isExact'> | undefined {
    if (isMap(node)) {
      const pair = this.#index(node).get(String(step));
      // The parser makes keys and values nodes, or null where there is nothing.
      return pair && { key: pair.key as Node, value: this.#resolve(pair.value as Node | null) };
    }
    if (!isSeq(node)) return undefined;
    const item = node.items[Number(step)];
    return item === undefined ? undefined : { value: this.#resolve(item as Node | null) };
  }

  #index(map: Node): Map<string, Pair<unknown, unknown>> {
    const known = this.#indexes.get(map);
    if (known) return known;
    const index = new Map<string, Pair<unknown, unknown>>();
    this.#indexes.set(map, index);
    this.#addPairs(index, map);
    return index;
  }

  #addPairs(index: Map<string, Pair<unknown, unknown>>, map: Node | null): void {
    if (!isMap(map)) return;
    const merged: unknown[] = [];
    for (const pair of map.items) {
      const name = this.#keyText(pair.key);
      if (name === '<<') merged.push(pair.value);
      if (name !== undefined) index.set(name, pair);
    }
    for (const value of merged) {
      const node = this.#resolve(value as Node | null);
      for (const source of isSeq(node) ? node.items : [node]) {
        for (const [name, pair] of this.#pairsOf(this.#resolve(source as Node | null))) {
          if (!index.has(name)) index.set(name, pair);
        }
      }
    }
  }

  #pairsOf(node: Node | null): Iterable<[string, Pair<unknown, unknown>]> {
    return node && isMap(node) ? this.#index(node) : [];
  }

  #keyText(key: unknown): string | undefined {
    const node = isAlias(key) ? this.#resolve(key) : key;
    if (!isScalar(node)) return undefined;
    if (typeof node.value === 'string') return node.value;
    return node.range ? this.#text.slice(node.range[0], node.range[1]) : String(node.value);
  }

  #resolve(node: Node | null): Node | null {
    return (node && this.#aliasTargets.get(node)) ?? node;
  }

  #nodePlace(node: Node): Place {
    const [start = 0, end = start + 1] = node.range ?? [];
    if (isMap(node) && !node.flow && isScalar(node.items[0]?.key)) return this.#nodePlace(node.items[0].key);
    return this.#lines.place(start, isScalar(node) ? end : start + 1);
  }
}

interface Found {
  readonly key?: Node;
  readonly value: Node | null;
  readonly isExact: boolean;
}

function isBlock(node: Node): boolean {
  return (isMap(node) || isSeq(node)) && !node.flow;
}

function isNothing(node: Node): boolean {
  return (
    isScalar(node) && (node as Scalar).value === null && (node.range?.[0] ?? 0) === (node.range?.[1] ?? 0)
  );
}
