import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { isArmored } from './age-armor.ts';
import { isMerge, isTemplate, isTextKey } from './nodes.ts';
import {
  aliasBomb,
  cyclicAnchor,
  duplicateKey,
  keyIsCollection,
  keyIsNoText,
  notEncrypted,
  swallowedItem,
  type TrapText,
  tooDeep,
  unknownAlias,
  unquotedTemplate,
} from './traps.ts';

/** A problem with offsets in place of a place. */
export interface Trap extends TrapText {
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
    if (this.#path.length >= maxDepth && (isMap(node) || isSeq(node)))
      return this.#giveUp(node, tooDeep(maxDepth));
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
      this.#trap(node, unknownAlias);
      return null;
    }
    if (anchored.isOpen) {
      this.#trap(node, cyclicAnchor);
      this.#isUnusable = true;
      return null;
    }
    this.#aliasTargets.set(node, anchored.node);
    this.#aliasedNodes += anchored.size;
    if (this.#aliasedNodes > maxAliasedNodes) return this.#giveUp(node, aliasBomb(maxAliasedNodes));
    return anchored.value;
  }

  /** The value is cut short here; said once. */
  #giveUp(node: Node, trap: TrapText): null {
    if (!this.#isUnusable) this.#trap(node, trap);
    this.#isUnusable = true;
    return null;
  }

  #scalar(node: Scalar): unknown {
    const { value } = node;
    const [start = 0, end = start] = node.range ?? [];
    if (this.#options.blanked.has(start)) {
      this.#add({ ...unquotedTemplate, start, end });
      return this.#text.slice(start, end);
    }
    if (typeof value === 'number' && node.source !== undefined && String(value) !== node.source) {
      this.#lossyNumbers.push({ path: [...this.#path], source: node.source });
    }
    const dash = node.type === 'PLAIN' ? /\n\s+(?=- )/.exec(this.#text.slice(start, end)) : null;
    if (dash !== null) {
      const offset = start + dash.index + dash[0].length;
      this.#add({ ...swallowedItem, start: offset, end: offset + 1 });
    }
    if (node.tag === '!age') {
      if (!isArmored(String(value))) this.#add({ ...notEncrypted, start, end });
      return { age: String(value) };
    }
    // The reader of the syntax has told that the tag means nothing; `!web1` alone was meant as text.
    if (value === '' && node.source === '' && node.tag?.startsWith('!')) return node.tag;
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
      this.#add({ ...unquotedTemplate, start, end });
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
      if (seen.has(key)) this.#trap(pair.key, duplicateKey(seen.get(key) !== isTextKey(pair)));
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
      this.#trap(node, keyIsNoText(source, node.value));
      return source;
    }
    if (isAlias(node)) {
      const value = this.#alias(node, node.source);
      if (typeof value === 'string') return value;
    }
    this.#trap(node, keyIsCollection);
    return undefined;
  }

  #trap(node: unknown, text: TrapText): void {
    const [start = 0, end = start + 1] = (isNode(node) && node.range) || [];
    this.#add({ ...text, start, end: isScalar(node) || isAlias(node) ? end : start + 1 });
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

/** A key `__proto__` is a key like any other. */
function put(entries: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') entries[key] = value;
  else Object.defineProperty(entries, key, { value, enumerable: true, writable: true, configurable: true });
}
