/** How long a pattern is at least. */
export const shortestPattern = 4;

/**
 * Finds many fixed texts in one pass: a filter on two characters, then a radix tree. What a text costs depends on how far it goes on
 * as patterns do: lines of dashes must not cost more because a key begins with five.
 */
export class PatternSet {
  readonly #filter = new Uint8Array(1 << 16);
  readonly #root: Node = { label: '', isEnd: false, children: new Map() };

  /** Patterns shorter than `shortestPattern` are left out. */
  add(pattern: string): void {
    if (pattern.length < shortestPattern) return;
    insert(this.#root, pattern);
    this.#filter[filterKey(pattern, 0)] = 1;
  }

  /**
   * `text` with each stretch of patterns replaced, also overlapping ones as a whole. Unless it is the last part of a
   * text, the end that may be the start of a pattern is held back for the next call.
   */
  replace(
    text: string,
    replacement: (stretch: string) => string,
    isLast: boolean,
  ): { readonly done: string; readonly held: string } {
    let done = '';
    let copied = 0;
    let found: { start: number; end: number } | undefined;
    for (let at = 0; at < text.length; at++) {
      if (found && at >= found.end) {
        done += text.slice(copied, found.start) + replacement(text.slice(found.start, found.end));
        copied = found.end;
        found = undefined;
      }
      const { length, mayGrow } = this.#lookAt(text, at);
      if (!isLast && mayGrow) {
        const cut = found?.start ?? at;
        return { done: done + text.slice(copied, cut), held: text.slice(cut) };
      }
      if (length > 0) found = { start: found?.start ?? at, end: Math.max(found?.end ?? 0, at + length) };
    }
    if (found) done += text.slice(copied, found.start) + replacement(text.slice(found.start, found.end));
    return { done: done + text.slice(found?.end ?? copied), held: '' };
  }

  /** How long the longest pattern is that begins there, and whether the text ends in a pattern that begins there. */
  #lookAt(text: string, at: number): Match {
    const isNone = at + 1 < text.length && this.#filter[filterKey(text, at)] === 0;
    return isNone ? noMatch : longestMatch(this.#root, text, at);
  }
}

interface Match {
  readonly length: number;
  readonly mayGrow: boolean;
}

const noMatch: Match = { length: 0, mayGrow: false };

/** A piece that patterns have in common, with what follows in them. */
interface Node {
  label: string;
  /** A pattern ends here. */
  isEnd: boolean;
  /** By the first character of their labels. */
  children: Map<number, Node> | undefined;
}

function insert(root: Node, pattern: string): void {
  let node = root;
  for (let at = 0; at < pattern.length; ) {
    node.children ??= new Map();
    const child = node.children.get(pattern.charCodeAt(at));
    if (child === undefined) {
      const label = pattern.slice(at);
      node.children.set(pattern.charCodeAt(at), { label, isEnd: true, children: undefined });
      return;
    }
    const common = commonLength(child.label, pattern, at);
    if (common < child.label.length) split(child, common);
    node = child;
    at += common;
  }
  node.isEnd = true;
}

function commonLength(label: string, pattern: string, at: number): number {
  let length = 0;
  while (length < label.length && label[length] === pattern[at + length]) length++;
  return length;
}

function split(node: Node, at: number): void {
  const { label, isEnd, children } = node;
  const rest: Node = { label: label.slice(at), isEnd, children };
  node.label = label.slice(0, at);
  node.isEnd = false;
  node.children = new Map([[rest.label.charCodeAt(0), rest]]);
}

function longestMatch(root: Node, text: string, start: number): Match {
  let length = 0;
  let node = root;
  let at = start;
  while (at < text.length) {
    const child = node.children?.get(text.charCodeAt(at));
    if (child === undefined) return { length, mayGrow: false };
    const { label } = child;
    if (text.length - at < label.length) return { length, mayGrow: label.startsWith(text.slice(at)) };
    if (!text.startsWith(label, at)) return { length, mayGrow: false };
    at += label.length;
    node = child;
    if (node.isEnd) length = at - start;
  }
  return { length, mayGrow: node.children !== undefined };
}

function filterKey(text: string, at: number): number {
  return (text.charCodeAt(at) * 257 + text.charCodeAt(at + 1)) & 0xffff;
}
