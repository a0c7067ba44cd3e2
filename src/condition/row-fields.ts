import { type ASTNode, parse } from '@marcbachmann/cel-js';

/** `['stages', 'd', 'results', 'stdout']`. */
type RowPath = readonly string[];

/** Names that a macro binds to the rows of some list, with its path; undefined where the list holds something else. */
type Bound = ReadonlyMap<string, RowPath | undefined>;

/**
 * The fields of rows that a condition looks at, behind the list that they are of: `stages.d.results.all(r, r.ok)` looks
 * at `stages.d.results.ok`. `text` is a condition that could be read.
 */
export function rowFields(text: string): RowPath[] {
  return [...find(parse(text).ast, new Map())];
}

function* find(node: ASTNode, bound: Bound): Generator<RowPath> {
  const [holder, field] = fieldOf(node) ?? [];
  const row = holder && rowOf(holder, bound);
  if (row !== undefined && field !== undefined) yield [...row, field];
  if (node.op !== 'rcall') {
    for (const part of partsOf(node)) yield* find(part, bound);
    return;
  }
  const [, receiver, args] = node.args;
  yield* find(receiver, bound);
  const [name] = args;
  const inner = name?.op === 'id' ? new Map([...bound, [name.args, listOf(receiver, bound)]]) : bound;
  for (const arg of args) yield* find(arg, inner);
}

/** The path of the list that a value is a row of. */
function rowOf(node: ASTNode, bound: Bound): RowPath | undefined {
  if (node.op === 'id') return bound.get(node.args);
  return node.op === '[]' ? listOf(node.args[0], bound) : undefined;
}

/** The path of a list of rows, also of a part of it. */
function listOf(node: ASTNode, bound: Bound): RowPath | undefined {
  if (node.op === 'rcall') return node.args[0] === 'filter' ? listOf(node.args[1], bound) : undefined;
  const path = pathOf(node);
  return path?.at(-1) === 'results' && !bound.has(path[0] ?? '') ? path : undefined;
}

/** `a.b['c']` as one path. */
function pathOf(node: ASTNode): readonly string[] | undefined {
  if (node.op === 'id') return [node.args];
  const [holder, field] = fieldOf(node) ?? [];
  const before = holder && pathOf(holder);
  return before && field !== undefined ? [...before, field] : undefined;
}

function fieldOf(node: ASTNode): readonly [holder: ASTNode, field: string] | undefined {
  if (node.op === '.') return node.args;
  if (node.op !== '[]') return undefined;
  const [holder, key] = node.args;
  return key.op === 'value' && typeof key.args === 'string' ? [holder, key.args] : undefined;
}

function partsOf(node: Exclude<ASTNode, { op: 'rcall' }>): readonly ASTNode[] {
  switch (node.op) {
    case 'value':
    case 'id':
      return [];
    case 'call':
      return node.args[1];
    case '.':
    case '.?':
      return [node.args[0]];
    case 'map':
      return node.args.flat();
    case '!_':
    case '-_':
      return [node.args];
    default:
      return node.args;
  }
}
