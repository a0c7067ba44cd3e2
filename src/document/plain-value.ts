import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Problem } from './problem.ts';

/** A problem with offsets in place of a place. */
export interface Trap extends Omit<Problem, 'place'> {
  readonly start: number;
  readonly end: number;
}

export interface LossyNumber {
  readonly path: readonly (string | number)[];
  /** As it is written. */
  readonly source: string;
}

export interface PlainValue {
  readonly value: unknown;
  readonly traps: readonly Trap[];
  /** The value is cut short: it must not be used. */
  readonly isUnusable: boolean;
  readonly lossyNumbers: readonly LossyNumber[];
  readonly aliasTargets: ReadonlyMap<Node, Node>;
}

interface Options {
  /** Where values start that were filled in: their text is the original one. */
  readonly blanked: ReadonlySet<number>;
  /** Traps behind this offset are not told: the tree is a guess there. */
  readonly until: number;
}

/** Nested deeper than any playbook, and well inside the stack. */
export const maxDepth = 100;
/** How many nodes aliases may add up to. */
const maxAliasedNodes = 100_000;

/** Turns the tree into what JSON can say, and finds what YAML lets through and nobody means. Never recurses forever. */
export function readPlainValue(root: Node | null, text: string, options: Options): PlainValue {
  return new PlainReader(text, options).read(root);
}

class PlainReader {
  readonly #text: string;
  readonly #options: Options;
  readonly #traps: Trap[] = [];
  readonly #lossyNumbers: LossyNumber[] = [];
  readonly #aliasTargets = new Map<Node, Node>();
  readonly #anchors = new Map<string, Anchored>();
  readonly #path: (string | number)[] = [];
  #isUnusable = false;
  #nodeCount = 0;
  #aliasedNodes = 0;

  constructor(text: string, options: Options) {
    this.#text = text;
    this.#options = options;
  }

  read(root: Node | null): PlainValue {
    const value = root === null ? null : this.#value(root);
    return {
      value,
      traps: this.#traps,
      isUnusable: this.#isUnusable,
      lossyNumbers: this.#lossyNumbers,
      aliasTargets: this.#aliasTargets,
    };
  }

  #value(node: unknown): unknown {
    this.#nodeCount++;
    if (isScalar(node)) return this.#anchored(node, () => this.#scalar(node));
    if (isAlias(node)) return this.#alias(node, node.source);
    if (this.#path.length >= maxDepth && (isMap(node) || isSeq(node))) return this.#tooDeep(node);
    if (isMap(node)) return this.#anchored(node, () => this.#map(node));
    if (isSeq(node)) return this.#anchored(node, () => this.#list(node));
    return null;
  }

  /** Notes the value under its anchor, so that aliases share it. */
  #anchored(node: Scalar | YAMLMap | YAMLSeq, read: () => unknown): unknown {
    if (node.anchor === undefined) return read();
    const before = this.#nodeCount + this.#aliasedNodes;
    const anchored: Anchored = { node, isOpen: true, value: undefined, size: 0 };
    this.#anchors.set(node.anchor, anchored);
    anchored.value = read();
    anchored.size = this.#nodeCount + this.#aliasedNodes - before + 1;
    anchored.isOpen = false;
    return anchored.value;
  }

  #alias(node: Node, name: string): unknown {
    const anchored = this.#anchors.get(name);
    if (!anchored) {
      this.#trap(node, {
        code: 'yaml-unknown-alias',
        message: 'No anchor of this name stands before the alias.',
        advice: `Set it above with &${name}; quote the value if a text with a leading * is meant.`,
      });
      return null;
    }
    if (anchored.isOpen) {
      this.#trap(node, {
        code: 'yaml-cyclic-anchor',
        message: 'This alias stands inside the value that it repeats, so the value would never end.',
        advice: 'Write out what is meant here.',
      });
      this.#isUnusable = true;
      return null;
    }
    this.#aliasTargets.set(node, anchored.node);
    this.#aliasedNodes += anchored.size;
    if (this.#aliasedNodes > maxAliasedNodes) return this.#bomb(node);
    return anchored.value;
  }

  #bomb(node: Node): null {
    if (!this.#isUnusable) {
      this.#trap(node, {
        code: 'yaml-alias-bomb',
        message: `Aliases repeat more than ${maxAliasedNodes.toLocaleString('en')} values up to here.`,
        advice: 'Use groups or vars for what is shared, not aliases of aliases.',
      });
    }
    this.#isUnusable = true;
    return null;
  }

  #tooDeep(node: Node): null {
    if (!this.#isUnusable) {
      this.#trap(node, {
        code: 'yaml-too-deep',
        message: `Maps and lists are nested deeper than ${maxDepth} levels here.`,
        advice: 'Look for a bracket that is not closed, or make the file flatter.',
      });
    }
    this.#isUnusable = true;
    return null;
  }

  #scalar(node: Scalar): unknown {
    const { value } = node;
    const [start = 0, end = start] = node.range ?? [];
    if (this.#options.blanked.has(start)) {
      const source = this.#text.slice(start, end);
      this.#unquotedTemplate(start, end);
      return source;
    }
    if (typeof value === 'number' && node.source !== undefined && String(value) !== node.source) {
      this.#lossyNumbers.push({ path: [...this.#path], source: node.source });
    }
    return value ?? null;
  }

  #list(node: YAMLSeq): unknown[] {
    return node.items.map((item, index) => {
      this.#path.push(index);
      const value = this.#value(item);
      this.#path.pop();
      return value;
    });
  }

  #map(node: YAMLMap): unknown {
    if (isTemplate(node)) {
      const [start = 0, end = start] = node.range ?? [];
      this.#unquotedTemplate(start, end);
      return this.#text.slice(start, end);
    }
    const entries: Record<string, unknown> = {};
    const seen = new Map<string, boolean>(); // Whether it was text where it stood first.
    const merged: unknown[] = [];
    for (const pair of node.items) {
      const key = this.#key(pair);
      if (key === undefined) continue;
      if (isMerge(pair)) {
        merged.push(this.#value(pair.value));
        continue;
      }
      if (seen.has(key)) this.#duplicate(pair, seen.get(key) !== isTextKey(pair));
      seen.set(key, isTextKey(pair));
      this.#path.push(key);
      put(entries, key, this.#value(pair.value));
      this.#path.pop();
    }
    for (const map of merged.flat()) {
      if (typeof map !== 'object' || map === null) continue;
      for (const [key, value] of Object.entries(map))
        if (!Object.hasOwn(entries, key)) put(entries, key, value);
    }
    return entries;
  }

  #key(pair: Pair<unknown, unknown>): string | undefined {
    const { key } = pair;
    if (isScalar(key) && typeof key.value === 'string') {
      if (key.anchor !== undefined) this.#anchored(key, () => key.value);
      return key.value;
    }
    const node = key as Node | null; // The parser makes every key a node, or null for an empty one.
    if (isScalar(node)) {
      const [start = 0, end = start] = node.range ?? [];
      const source = this.#text.slice(start, end);
      this.#trap(node, {
        code: 'yaml-key-not-text',
        message: `The key ${source === '' ? 'is empty' : `${source} is read as ${nameOf(node.value)}`}, not as text.`,
        advice: source === '' ? 'Write a key before the colon.' : `Quote it: "${source}".`,
      });
      return source;
    }
    if (isAlias(node)) {
      const value = this.#alias(node, node.source);
      if (typeof value === 'string') return value;
    }
    this.#trap(node, {
      code: 'yaml-key-not-text',
      message: 'The key is a map, a list or nothing, not text.',
      advice: 'Quote the whole value if text with brackets is meant.',
    });
    return undefined;
  }

  #duplicate({ key }: Pair<unknown, unknown>, isColliding: boolean): void {
    this.#trap(key as Node, {
      code: 'yaml-duplicate-key',
      message: isColliding
        ? 'This key stands twice in the same map, once with quotes and once without.'
        : 'This key stands twice in the same map.',
      advice: 'Remove one of them: only one value can count.',
    });
  }

  #unquotedTemplate(start: number, end: number): void {
    this.#add({
      code: 'yaml-unquoted-template',
      message: 'A value that starts with {{ needs quotes: YAML reads it as a map.',
      advice: `Quote the whole value: "${/\{\{[^{}"]*\}\}/.exec(this.#text.slice(start, end))?.[0] ?? '{{ … }}'}".`,
      start,
      end,
    });
  }

  #trap(node: Node | null, problem: Omit<Problem, 'place'>): void {
    const [start = 0, end = start + 1] = node?.range ?? [];
    this.#add({ ...problem, start, end: isScalar(node) || isAlias(node) ? end : start + 1 });
  }

  #add(trap: Trap): void {
    if (trap.start < this.#options.until) this.#traps.push(trap);
  }
}

interface Anchored {
  readonly node: Node;
  isOpen: boolean;
  value: unknown;
  size: number;
}

/** `{{ v }}` is a map in a map: one key, which is a map of one key without a value. */
function isTemplate(node: YAMLMap): boolean {
  const [outer, ...more] = node.items;
  if (!node.flow || !outer || more.length > 0 || outer.value !== null || !isMap(outer.key)) return false;
  return outer.key.items.every(({ value }) => value === null);
}

/** The merge key of YAML 1.1, which users of other tools know. */
function isMerge({ key, value }: Pair<unknown, unknown>): boolean {
  return (
    isScalar(key) &&
    key.value === '<<' &&
    key.type === 'PLAIN' &&
    (isAlias(value) || isMap(value) || isSeq(value))
  );
}

function isTextKey({ key }: Pair<unknown, unknown>): boolean {
  return isScalar(key) && typeof key.value === 'string';
}

/** A key `__proto__` is a key like any other. */
function put(entries: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') entries[key] = value;
  else Object.defineProperty(entries, key, { value, enumerable: true, writable: true, configurable: true });
}

function nameOf(value: unknown): string {
  return value === null ? 'null' : `a ${typeof value}`;
}
