import type { ASTNode } from '@marcbachmann/cel-js';

/** A use of a name, with the fields that follow it as far as they are written out. */
export interface NameUse {
  readonly path: readonly string[];
  /** Offsets of each segment in the text. */
  readonly spans: readonly Range[];
  /** A computed key follows: `results[vars.x]`. */
  readonly isOpen: boolean;
  /** Inside `has(…)`: it may be absent. */
  readonly isAsked: boolean;
}

export interface Range {
  readonly start: number;
  readonly end: number;
}

/** In the order of the text. Names that a macro binds (`groups.exists(g, …)`) are no uses. */
export function usesOf(node: ASTNode): NameUse[] {
  return [...find(node, new Set(), false)];
}

function* find(node: ASTNode, bound: ReadonlySet<string>, isAsked: boolean): Generator<NameUse> {
  const chain = chainOf(node);
  if (chain) {
    const { keys, ...use } = chain;
    if (!bound.has(use.path[0] ?? '')) yield { ...use, isAsked };
    for (const key of keys) yield* find(key, bound, false);
    return;
  }
  switch (node.op) {
    case 'value':
    case 'id':
      return;
    case 'rcall': {
      const [name, receiver, args] = node.args;
      yield* find(receiver, bound, false);
      const inner = macros.has(name) && args[0]?.op === 'id' ? new Set([...bound, args[0].args]) : bound;
      for (const arg of args) yield* find(arg, inner, false);
      return;
    }
    case 'call':
      for (const arg of node.args[1]) yield* find(arg, bound, node.args[0] === 'has');
      return;
    case '.':
    case '.?':
      yield* find(node.args[0], bound, false);
      return;
    case 'map':
      for (const entry of node.args) for (const part of entry) yield* find(part, bound, false);
      return;
    case '!_':
    case '-_':
      yield* find(node.args, bound, false);
      return;
    default:
      for (const part of node.args) yield* find(part, bound, false);
  }
}

const macros: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'map', 'filter']);

interface Chain extends Omit<NameUse, 'isAsked'> {
  /** What is computed inside brackets. */
  readonly keys: readonly ASTNode[];
}

/** `a.b['c']` as one path; undefined when it does not start at a name. */
function chainOf(node: ASTNode): Chain | undefined {
  if (node.op === 'id') {
    return { path: [node.args], spans: [{ start: node.start, end: node.end }], isOpen: false, keys: [] };
  }
  if (node.op !== '.' && node.op !== '[]') return undefined;
  const [holder, step] = node.args;
  const chain = chainOf(holder);
  if (!chain) return undefined;
  const name = typeof step === 'string' ? step : literalKey(step);
  const span = typeof step === 'string' ? { start: node.end - step.length, end: node.end } : rangeOf(step);
  if (chain.isOpen) return name === undefined && typeof step !== 'string' ? withKey(chain, step) : chain;
  if (name !== undefined) return { ...chain, path: [...chain.path, name], spans: [...chain.spans, span] };
  return typeof step === 'string' ? chain : { ...withKey(chain, step), isOpen: true };
}

function withKey(chain: Chain, key: ASTNode): Chain {
  return { ...chain, keys: [...chain.keys, key] };
}

function literalKey(step: ASTNode): string | undefined {
  return step.op === 'value' && typeof step.args === 'string' ? step.args : undefined;
}

function rangeOf({ start, end }: ASTNode): Range {
  return { start, end };
}
